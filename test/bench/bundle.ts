import { build, type Metafile } from 'esbuild';

/** A bundle, minified, and what each module brought into it. */
export interface Bundle {
  readonly contents: Uint8Array;
  readonly inputs: Metafile['outputs'][string]['inputs'];
}

/** Bundles a module's text the way functions are bundled: from source, all inlined, minified, ES modules preferred. */
export async function bundle(contents: string, mainFields = ['module', 'main']): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields,
    conditions: ['@millrace/source'],
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  const [written] = Object.values(metafile.outputs);
  if (output === undefined || written === undefined) throw new Error('esbuild wrote nothing.');
  return { contents: output.contents, inputs: written.inputs };
}

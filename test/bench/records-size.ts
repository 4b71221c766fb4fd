import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a bundle weighs, in bytes. */
export interface BundleSize {
  readonly what: string;
  readonly minified: number;
  readonly gzipped: number;
  /** The modules from outside the package that came along. */
  readonly others: readonly string[];
}

const entries = {
  'defineStream, all a handler needs': "export { defineStream } from '@millrace/records';",
  'defineStream and installEncoder': "export { defineStream, installEncoder } from '@millrace/records';",
  'the whole package': "export * from '@millrace/records';",
};

/** Bundles what users import, from source, the way a Lambda function is bundled: everything inlined, minified. */
export async function bundleSizes(resolveDir: string): Promise<BundleSize[]> {
  return Promise.all(
    Object.entries(entries).map(async ([what, contents]) => {
      const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        mainFields: ['module', 'main'],
        conditions: ['@millrace/source'],
        metafile: true,
        write: false,
      });
      const [output] = outputFiles;
      if (output === undefined) throw new Error('esbuild wrote nothing.');
      const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {};
      const parts = Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput] as const);
      const others = parts.flatMap(([path, bytes]) =>
        path.includes('node_modules') && bytes > 0 ? [path.replace(/^.*node_modules\//, '')] : [],
      );
      return { what, minified: output.contents.length, gzipped: gzipSync(output.contents).length, others };
    }),
  );
}

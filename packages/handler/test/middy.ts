import { buildSync } from 'esbuild';

/** Middy has ESM only, which Jest cannot require on Node 20: the real thing, made CommonJS on the way. */
export function loadMiddy(): typeof import('@middy/core').default {
  const { outputFiles } = buildSync({
    stdin: { contents: "export { default } from '@middy/core'", resolveDir: __dirname },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: { default: undefined } };
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is the bundle made above.
  new Function('module', 'require', outputFiles[0]?.text ?? '')(module, require);
  return module.exports.default as never;
}

import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';

/** What a bundle weighs, in bytes. */
export interface HandlerSize {
  readonly what: string;
  readonly minified: number;
  readonly gzipped: number;
  /** The part of it that comes from `@millrace/handler`. */
  readonly handler: number;
  /** The modules from outside the workspace that came along. */
  readonly others: readonly string[];
}

const entries = {
  'batchHandler and defineStream':
    "export { batchHandler } from '@millrace/handler'; export { defineStream } from '@millrace/records';",
  'tumblingWindow and defineStream':
    "export { tumblingWindow } from '@millrace/handler'; export { defineStream } from '@millrace/records';",
  'all of @millrace/handler': "export * from '@millrace/handler';",
};

/** Bundles what a function imports, from source, the way Lambda functions are bundled: all inlined, minified. */
export async function handlerSizes(): Promise<HandlerSize[]> {
  return Promise.all(
    Object.entries(entries).map(async ([what, contents]) => {
      const { contents: code, inputs } = await bundle(contents);
      const parts = Object.entries(inputs);
      const handler = parts.reduce(
        (sum, [path, { bytesInOutput }]) => (path.includes('packages/handler/src/') ? sum + bytesInOutput : sum),
        0,
      );
      const others = parts.flatMap(([path, { bytesInOutput }]) =>
        path.includes('node_modules') && bytesInOutput > 0 ? [path] : [],
      );
      return { what, minified: code.length, gzipped: gzipSync(code).length, handler, others };
    }),
  );
}

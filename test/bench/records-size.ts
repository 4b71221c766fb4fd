import { gzipSync } from 'node:zlib';
import { bundle } from './bundle.ts';

/** What a bundle weighs, in bytes. */
export interface BundleSize {
  readonly what: string;
  readonly minified: number;
  readonly gzipped: number;
  /** The modules from outside the package that came along. */
  readonly others: readonly string[];
}

const defineStream = "export { defineStream } from '@millrace/records';";

/** What users import of the records, bundled. */
export async function bundleSizes(): Promise<BundleSize[]> {
  return Promise.all([
    sizeOf('defineStream, all a handler needs', defineStream),
    sizeOf('defineStream and installEncoder', `${defineStream} export { installEncoder } from '@millrace/records';`),
    sizeOf('the whole package', "export * from '@millrace/records';"),
    sizeOf('defineStream, CommonJS preferred', defineStream, ['main', 'module']),
  ]);
}

async function sizeOf(what: string, program: string, mainFields?: string[]): Promise<BundleSize> {
  const { contents, inputs } = await bundle(program, mainFields);
  const others = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
    path.includes('node_modules') && bytesInOutput > 0 ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  return { what, minified: contents.length, gzipped: gzipSync(contents).length, others };
}

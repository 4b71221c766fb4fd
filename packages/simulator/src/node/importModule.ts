import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeImport } from './nativeImport.ts';
import { nearestFile } from './nearestFile.ts';
import { usingTsx } from './usingTsx.ts';

/** The exports of a module by their names. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Imports the module of a file, in TypeScript or JavaScript, an ES module or a CommonJS one; whatever it throws is thrown.
 *
 * All that is imported so in a process is one module graph: what one file puts into a module, the next finds there, and a
 * file is known by its own name. With `tsx`, a module sees the nearest tsconfig.json, also where that does not include it; without it, which a
 * module in JavaScript does not need, it is loaded as Node loads it.
 */
export async function importModule(path: string): Promise<ModuleExports> {
  await usingTsx(path);
  if (!(await isCommonJs(path))) return (await nativeImport(pathToFileURL(path).href)) as ModuleExports;
  // Not by `import()`: on Node 20 that puts the whole text where the stack of an error names the file.
  const found: unknown = createRequire(path)(path);
  return { default: found, ...Object(found) };
}

async function isCommonJs(path: string): Promise<boolean> {
  const [, kind] = /\.([cm]?)[jt]sx?$/u.exec(path) ?? [];
  if (kind !== undefined && kind !== '') return kind === 'c';
  const manifest = await nearestFile('package.json', dirname(path));
  return manifest === undefined || JSON.parse(await readFile(manifest, 'utf8')).type !== 'module';
}

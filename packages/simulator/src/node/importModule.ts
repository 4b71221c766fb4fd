import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeImport } from './nativeImport.ts';
import { nearestFile } from './nearestFile.ts';

/** The exports of a module by their names. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** Thrown for a module in TypeScript where `tsx` is not installed. */
export class NeedsTsx extends Error {}

/**
 * Imports the module of a file, in TypeScript or JavaScript, an ES module or a CommonJS one; whatever it throws is thrown.
 *
 * With `tsx`, the module sees the nearest tsconfig.json; without it, which a module in JavaScript does not need, it is
 * loaded as Node loads it.
 */
export async function importModule(path: string): Promise<ModuleExports> {
  const tsconfig = await nearestFile('tsconfig.json', dirname(path));
  return (await isCommonJs(path)) ? required(path, tsconfig) : importedAsModule(path, tsconfig);
}

// tsx is loaded only here, as it starts a compiler.
async function importedAsModule(path: string, tsconfig: string | undefined): Promise<ModuleExports> {
  const url = pathToFileURL(path).href;
  const tsx = await tsxIfInstalled<typeof import('tsx/esm/api')>('tsx/esm/api', path);
  if (tsx === undefined) return (await nativeImport(url)) as ModuleExports;
  const found: unknown = await tsx.tsImport(url, { parentURL: url, ...(tsconfig !== undefined && { tsconfig }) });
  return found as ModuleExports;
}

/** On Node 20, `tsImport` of a CommonJS module would put its whole text where the stack of an error names its file. */
async function required(path: string, tsconfig: string | undefined): Promise<ModuleExports> {
  const { TSX_TSCONFIG_PATH: own } = process.env;
  // This half of tsx learns of the tsconfig.json in no other way, and asks once in a process.
  if (own === undefined && tsconfig !== undefined) process.env.TSX_TSCONFIG_PATH = tsconfig;
  process.setSourceMapsEnabled(true);
  try {
    const tsx = await tsxIfInstalled<typeof import('tsx/cjs/api')>('tsx/cjs/api', path);
    const found: unknown = tsx === undefined ? createRequire(path)(path) : tsx.require(path, path);
    return { default: found, ...Object(found) };
  } finally {
    if (own === undefined) delete process.env.TSX_TSCONFIG_PATH;
  }
}

async function tsxIfInstalled<Half>(half: 'tsx/esm/api' | 'tsx/cjs/api', path: string): Promise<Half | undefined> {
  try {
    return (await nativeImport(half)) as Half;
  } catch (cause) {
    if (!isNotInstalled(cause)) throw cause;
    if (/\.[cm]?tsx?$/u.test(path)) throw new NeedsTsx('tsx is not installed', { cause });
    return undefined;
  }
}

function isNotInstalled(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  return cause.code === 'ERR_MODULE_NOT_FOUND' && /package 'tsx'/u.test(cause.message);
}

async function isCommonJs(path: string): Promise<boolean> {
  const [, kind] = /\.([cm]?)[jt]sx?$/u.exec(path) ?? [];
  if (kind !== undefined && kind !== '') return kind === 'c';
  const manifest = await nearestFile('package.json', dirname(path));
  return manifest === undefined || JSON.parse(await readFile(manifest, 'utf8')).type !== 'module';
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { nativeImport } from './nativeImport.ts';
import { nearestFile } from './nearestFile.ts';
import { reasonOf } from '../words/reasonOf.ts';

/** Thrown for a module in TypeScript where `tsx` is not installed. */
export class NeedsTsx extends Error {}

let registered: { readonly tsconfig: string | undefined; readonly unregister: () => Promise<void> } | undefined;

/**
 * Lets this process load TypeScript, with the tsconfig.json nearest to a file, when `tsx` is installed. It stays so: what a module imports later
 * is loaded as it is. Another file's tsconfig.json takes the place of the one before for ES modules; tsx's half for CommonJS asks
 * once in a process. Throws {@link NeedsTsx} when it is not installed and the file needs it.
 */
export async function usingTsx(path: string): Promise<void> {
  const tsconfig = await nearestFile('tsconfig.json', dirname(path));
  if (registered !== undefined && registered.tsconfig === tsconfig) return;
  // Only here, as it starts a compiler.
  const modules = await tsxIfInstalled<typeof import('tsx/esm/api')>('tsx/esm/api', path);
  const commonJs = await tsxIfInstalled<typeof import('tsx/cjs/api')>('tsx/cjs/api', path);
  if (modules === undefined || commonJs === undefined) return;
  const wide = tsconfig === undefined ? undefined : await withoutLimits(tsconfig);
  await registered?.unregister();
  process.setSourceMapsEnabled(true);
  // Its half for CommonJS learns of the tsconfig.json in no other way; it stays, as that half asks when it compiles first.
  if (registered === undefined && wide !== undefined) process.env.TSX_TSCONFIG_PATH ??= wide;
  if (registered === undefined) commonJs.register();
  registered = { tsconfig, unregister: modules.register(wide === undefined ? {} : { tsconfig: wide }) };
}

/**
 * The same tsconfig.json for every file below its folder: tsx applies one only to files that it includes, and a handler beside
 * the sources would lose its decorators and aliases.
 */
async function withoutLimits(tsconfig: string): Promise<string> {
  const text = await readFile(tsconfig, 'utf8');
  const isLimited = /"(?:include|files|exclude|extends)"\s*:/u.test(text);
  // A path that is relative to the file which is read last would lead elsewhere.
  if (!isLimited || text.includes('${configDir}')) return tsconfig;
  const folder = mkdtempSync(join(tmpdir(), 'millrace-tsconfig-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'tsconfig.json');
  const include = [join(dirname(tsconfig), '**', '*').replaceAll('\\', '/')];
  writeFileSync(path, JSON.stringify({ extends: tsconfig, include, exclude: ['**/node_modules'] }));
  return path;
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
  const { code } = Object(cause) as { readonly code?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' && /package 'tsx'/u.test(reasonOf(cause));
}

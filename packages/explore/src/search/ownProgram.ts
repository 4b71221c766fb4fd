import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ownFile } from './ownFile.ts';

/** A file of this package that a thread or a process of its own runs. */
export interface OwnProgram {
  readonly file: string;
  /** The compiler that has to be registered there first: the sources need one, what is built runs as it is. */
  readonly tsx: string | undefined;
}

/** The program at a path from this folder, without its extension: `../check/checkWork`. */
export function ownProgram(path: string): OwnProgram {
  const own = ownFile();
  if (!own.pathname.endsWith('.ts')) return { file: new URL(`${path}.js`, own).href, tsx: undefined };
  const compiler = createRequire(own).resolve('tsx/esm/api').replace(/cjs$/, 'mjs');
  return { file: new URL(`${path}.ts`, own).href, tsx: pathToFileURL(compiler).href };
}

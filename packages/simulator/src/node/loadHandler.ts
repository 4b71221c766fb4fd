import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { HandlerFileError } from './handlerFileError.ts';
import { importModule, type ModuleExports } from './importModule.ts';
import { isFile } from './nearestFile.ts';
import { NeedsTsx } from './usingTsx.ts';
import { isErrorOfAnyRealm } from '../words/isErrorOfAnyRealm.ts';
import { reasonOf } from '../words/reasonOf.ts';

/** A Lambda handler as the runtime calls it, such as `simulate` takes. */
export type LoadedHandler = (event: unknown, context: unknown, callback?: unknown) => unknown;

/** How a handler's file was named. */
export interface LoadHandlerOptions {
  /** What stands before the reference where the user writes it, such as `--handler`; errors repeat it. Default: nothing. */
  readonly flag?: string;
  /**
   * Files, or modules of packages, to load before it, in the same module graph: test doubles, which put theirs into modules that
   * the handler imports.
   */
  readonly imports?: readonly string[];
}

/**
 * Loads a handler from the TypeScript or JavaScript module that `file[#export]` names; without `#export` it is `handler`,
 * or else the default export. Relative paths are taken from the current directory. TypeScript needs the package `tsx`.
 *
 * The module sees the nearest tsconfig.json and node_modules above it, and the `--conditions` that node was started with.
 * Throws a `HandlerFileError` when there is no such file, it does not load, or the export is no function.
 *
 * @example
 * const trace = await simulate({ handler: await loadHandler('src/handler.ts#onOrder'), records, mapping });
 */
export async function loadHandler(
  reference: string,
  { flag, imports = [] }: LoadHandlerOptions = {},
): Promise<LoadedHandler> {
  const written = flag === undefined ? '' : `${flag} `;
  const [file = '', name] = splitOnce(reference);
  const path = resolve(file);
  if (!(await isFile(path))) {
    const meant = await asInTemplate(file);
    throw new HandlerFileError(
      'noFile',
      meant === undefined
        ? `There is no handler file ${path}. Pass ${written}<file[#export]> with a path from the current directory, ` +
            'such as src/handler.ts or src/handler.ts#onOrder.'
        : `There is no handler file ${path}. What a template calls ${file} is a file and its export here: ${written}${meant}`,
      { path },
    );
  }
  for (const double of imports)
    await imported(await doubleAt(double), `What is imported before the handler, ${double},`);
  const found = exportsOf(await imported(path, `The handler ${path}`));
  const wanted = name ?? (!('handler' in found) && typeof found.default === 'function' ? 'default' : 'handler');
  const handler = found[wanted];
  if (typeof handler === 'function') return handler as LoadedHandler;
  const functions = Object.keys(found).filter((key) => typeof found[key] === 'function');
  throw new HandlerFileError(
    'noFunction',
    `${wanted === 'default' ? 'The default export' : `The export "${wanted}"`} of ${file} is ${kindOf(handler)}, expected a ` +
      `function (event, context) => … . ${functions.length > 0 ? `Functions it exports: ${functions.join(', ')}` : 'It exports no function'}; ` +
      `choose one with ${written}${file}#<export>.`,
    { path },
  );
}

const extensions = ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx'];

/** The `file#export` that `src/app.handler` means in a template, when there is such a file. */
async function asInTemplate(reference: string): Promise<string | undefined> {
  const [, stem, name] = /^(.+)\.([^./\\]+)$/u.exec(reference) ?? [];
  if (stem === undefined || name === undefined || extensions.includes(name)) return undefined;
  for (const extension of extensions) {
    const file = `${stem}.${extension}`;
    if (await isFile(resolve(file))) return `${file}#${name}`;
  }
  return undefined;
}

/** The file of a test double: a path from the current directory, or else a module of a package that is installed there. */
async function doubleAt(reference: string): Promise<string> {
  const path = resolve(reference);
  if (await isFile(path)) return path;
  try {
    return createRequire(resolve('millrace.js')).resolve(reference);
  } catch (cause) {
    throw new HandlerFileError(
      'noFile',
      `There is no file ${path} to import before the handler, and no module ${reference} of a package. Pass a path from the current directory.`,
      { path, cause },
    );
  }
}

async function imported(path: string, name: string): Promise<ModuleExports> {
  try {
    return await importModule(path);
  } catch (cause) {
    if (cause instanceof NeedsTsx) {
      throw new HandlerFileError(
        'needsTsx',
        `${name} is written in TypeScript, which is loaded with the package tsx, and it is not installed. ` +
          'Run `npm install --save-dev tsx`, or name a file in JavaScript.',
        { path, cause },
      );
    }
    throw new HandlerFileError('doesNotLoad', `${name} does not load:\n${placeOf(cause)}${adviceOn(cause)}`, {
      path,
      cause,
    });
  }
}

function adviceOn(cause: unknown): string {
  const message = reasonOf(cause);
  if (/Top-level await .* "cjs"/u.test(message)) {
    return (
      '\nOnly an ES module awaits at its top level, and Node takes this file for CommonJS. Name it .mts, or set "type": "module" in the ' +
      'nearest package.json.'
    );
  }
  if (/[Dd]ecorators .*experimental/u.test(message)) {
    return '\nSet "experimentalDecorators": true in the compilerOptions of the nearest tsconfig.json.';
  }
  return '';
}

/** The stack as far as it is the handler's: neither Node's nor any dependency's. */
function placeOf(cause: unknown): string {
  if (!isErrorOfAnyRealm(cause)) return reasonOf(cause);
  const lines = (cause.stack ?? cause.message).split('\n');
  return lines.filter((line) => !/^ {4}at /.test(line) || !/node_modules|node:/.test(line)).join('\n');
}

/** A CommonJS module arrives as the default export of its namespace; its own exports come to the front. */
function exportsOf(namespace: ModuleExports): ModuleExports {
  const inner = namespace.default;
  const isCommonJs = typeof inner === 'object' && inner !== null && !('handler' in namespace);
  return isCommonJs ? { ...namespace, ...inner } : { ...namespace };
}

function splitOnce(reference: string): string[] {
  const hash = reference.lastIndexOf('#');
  return hash < 0 ? [reference] : [reference.slice(0, hash), reference.slice(hash + 1)];
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'not there';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

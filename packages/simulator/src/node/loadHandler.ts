import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HandlerFileError } from './handlerFileError.ts';
import { nativeImport } from './nativeImport.ts';

/** A Lambda handler as the runtime calls it, such as `simulate` takes. */
export type LoadedHandler = (event: unknown, context: unknown, callback?: unknown) => unknown;

/** How a handler's file was named. */
export interface LoadHandlerOptions {
  /** What stands before the reference where the user writes it, such as `--handler`; errors repeat it. Default: nothing. */
  readonly flag?: string;
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
export async function loadHandler(reference: string, { flag }: LoadHandlerOptions = {}): Promise<LoadedHandler> {
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
  const found = exportsOf(await imported(path));
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

async function imported(path: string): Promise<Record<string, unknown>> {
  try {
    const tsconfig = await nearest('tsconfig.json', dirname(path));
    return (await isCommonJs(path)) ? await required(path, tsconfig) : await importedAsModule(path, tsconfig);
  } catch (cause) {
    throw new HandlerFileError('doesNotLoad', `The handler ${path} does not load:\n${placeOf(cause)}`, { path, cause });
  }
}

// tsx is loaded only here, as it starts a compiler.
async function importedAsModule(path: string, tsconfig: string | undefined): Promise<Record<string, unknown>> {
  const url = pathToFileURL(path).href;
  const { tsImport } = (await nativeImport('tsx/esm/api')) as typeof import('tsx/esm/api');
  const found: unknown = await tsImport(url, { parentURL: url, ...(tsconfig !== undefined && { tsconfig }) });
  return found as Record<string, unknown>;
}

/** On Node 20, `tsImport` of a CommonJS module would put its whole text where the stack of an error names its file. */
async function required(path: string, tsconfig: string | undefined): Promise<Record<string, unknown>> {
  const { TSX_TSCONFIG_PATH: own } = process.env;
  // This half of tsx learns of the tsconfig.json in no other way, and asks once in a process.
  if (own === undefined && tsconfig !== undefined) process.env.TSX_TSCONFIG_PATH = tsconfig;
  process.setSourceMapsEnabled(true);
  try {
    const { require } = (await nativeImport('tsx/cjs/api')) as typeof import('tsx/cjs/api');
    const found: unknown = require(path, path);
    return { default: found, ...Object(found) };
  } finally {
    if (own === undefined) delete process.env.TSX_TSCONFIG_PATH;
  }
}

async function isCommonJs(path: string): Promise<boolean> {
  const [, kind] = /\.([cm]?)[jt]sx?$/u.exec(path) ?? [];
  if (kind !== undefined && kind !== '') return kind === 'c';
  const manifest = await nearest('package.json', dirname(path));
  return manifest === undefined || JSON.parse(await readFile(manifest, 'utf8')).type !== 'module';
}

/** The stack as far as it is the handler's: neither Node's nor any dependency's. */
function placeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const lines = (cause.stack ?? cause.message).split('\n');
  return lines.filter((line) => !/^ {4}at /.test(line) || !/node_modules|node:/.test(line)).join('\n');
}

/** The file of that name in a folder or the nearest one above it; left to itself, tsx looks in the current directory only. */
async function nearest(name: string, folder: string): Promise<string | undefined> {
  const path = join(folder, name);
  if (await isFile(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearest(name, parent);
}

/** A CommonJS module arrives as the default export of its namespace; its own exports come to the front. */
function exportsOf(namespace: Record<string, unknown>): Record<string, unknown> {
  const inner = namespace.default;
  const isCommonJs = typeof inner === 'object' && inner !== null && !('handler' in namespace);
  return isCommonJs ? { ...namespace, ...inner } : { ...namespace };
}

function splitOnce(reference: string): string[] {
  const hash = reference.lastIndexOf('#');
  return hash < 0 ? [reference] : [reference.slice(0, hash), reference.slice(hash + 1)];
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'not there';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

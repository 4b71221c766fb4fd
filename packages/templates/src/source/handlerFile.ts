import { existsSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

/** A handler taken apart: `src/app.handler` is the module `src/app` and the export `handler`. */
export interface HandlerName {
  readonly module: string;
  readonly exportName: string;
}

/** Takes a handler apart as Lambda's runtime for Node.js does: at the first dot after the last slash. */
export function handlerName(handler: string): HandlerName | undefined {
  const slash = handler.lastIndexOf('/');
  const [, module, exportName] = /^([^.]*)\.(.+)$/u.exec(handler.slice(slash + 1)) ?? [];
  if (module === undefined || exportName === undefined || module === '') return undefined;
  return { module: handler.slice(0, slash + 1) + module, exportName };
}

/** Sources first: a handler is simulated from what its author edits, where that is there beside what was built of it. */
const extensions = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];
/** Folders that hold what was built; beside them lie the sources, in `src` mostly. */
const builtFolders = /^(?:\.\/)?(?:dist|build|built|lib|out|\.build)\//u;

/**
 * The absolute path of the file of a handler of Node.js, looked for where the code of its function lies; `undefined` when
 * there is none. What a bundler begins with comes first.
 */
export function handlerFile(
  handler: string,
  { folders, entryPoints }: { readonly folders: readonly string[]; readonly entryPoints: readonly string[] },
): string | undefined {
  const module = handlerName(handler)?.module;
  if (module === undefined) return undefined;
  const stem = basename(module);
  const entries = entryPoints.filter((path) => entryPoints.length === 1 || withoutExtension(basename(path)) === stem);
  for (const folder of folders) {
    for (const path of entries) {
      const file = existing(resolve(folder, path));
      if (file !== undefined) return file;
    }
    for (const path of [module, module.replace(builtFolders, 'src/'), module.replace(builtFolders, '')]) {
      if (isAbsolute(path)) continue;
      const file = existing(join(resolve(folder), path));
      if (file !== undefined) return file;
    }
  }
  // `sam build --base-dir` takes entry points from there: a folder above the template, of which a path in it tells.
  return folders
    .flatMap((folder) => [1, 2, 3].map((level) => resolve(folder, ...Array<string>(level).fill('..'))))
    .flatMap((folder) => entries.filter((path) => path.includes('/')).map((path) => existing(resolve(folder, path))))
    .find((file) => file !== undefined);
}

/** Where code that a template gives may lie: the folder itself, or the folder of a file or of an archive. */
export function codeFolders(path: string): readonly string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? [path] : [dirname(path)];
}

function existing(path: string): string | undefined {
  const candidates = [path, ...extensions.map((extension) => path + extension)];
  const found = candidates.find((candidate) => isFile(candidate));
  return found ?? extensions.map((extension) => join(path, `index${extension}`)).find((candidate) => isFile(candidate));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function withoutExtension(name: string): string {
  return name.replace(/\.[cm]?[jt]sx?$/u, '');
}

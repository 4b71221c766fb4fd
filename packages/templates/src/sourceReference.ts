import { fileURLToPath } from 'node:url';

/** Takes `file#Name` apart: a path, or a URL of a file whose hash is the name. */
export function sourceReference(source: string | URL): { readonly path: string; readonly name: string | undefined } {
  if (typeof source !== 'string') {
    const { hash } = source;
    const file = new URL(source);
    file.hash = '';
    return { path: fileURLToPath(file), name: hash === '' ? undefined : decodeURIComponent(hash.slice(1)) };
  }
  if (source.startsWith('file://')) return sourceReference(new URL(source));
  const hash = source.lastIndexOf('#');
  return hash < 0 ? { path: source, name: undefined } : { path: source.slice(0, hash), name: source.slice(hash + 1) };
}

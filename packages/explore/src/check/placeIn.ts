import { fileURLToPath } from 'node:url';
import type { Place } from './finding.ts';

/** The first line of a stack that is the user's own: neither Node's nor a package's. */
export function placeIn(stack: string | undefined): { readonly place?: Place } {
  for (const line of (stack ?? '').split('\n')) {
    const [, path, number] = /((?:file:\/\/)?\/[^\s()]+?):(\d+)(?::\d+)?\)?$/.exec(line) ?? [];
    if (
      path === undefined ||
      number === undefined ||
      /node_modules|node:|\/packages\/(?:effects|explore|simulator)\/(?:src|dist)\//.test(line)
    )
      continue;
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    return { place: { file: file.replace(/\?.*$/, ''), line: Number(number) } };
  }
  return {};
}

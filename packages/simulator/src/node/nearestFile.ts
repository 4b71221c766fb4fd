import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The file of that name in a folder or the nearest one above it; left to itself, tsx looks in the current directory only. */
export async function nearestFile(name: string, folder: string): Promise<string | undefined> {
  const path = join(folder, name);
  if (await isFile(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestFile(name, parent);
}

/** Whether there is a file at a path, and no folder or nothing. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

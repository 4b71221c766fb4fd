import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that holds everything. */
export const root = join(__dirname, '..', '..');

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })
  .split('\0')
  // A file that is deleted but not yet committed is still in the index.
  .filter((path) => path !== '' && existsSync(join(root, path)));

/** The paths of the files under version control that match, from the root, in the order of git. */
export function filesLike(pattern: RegExp): readonly string[] {
  return tracked.filter((path) => pattern.test(path));
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every line of these files that matches, as `path:line: text`. */
export function linesLike(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 160)}`] : [])),
  );
}

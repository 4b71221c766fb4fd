// Packs every package and lets publint and arethetypeswrong judge the tarballs: `npm run packages`. Build first.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, args) => spawnSync(command, args, { cwd: root, encoding: 'utf8' });

const packed = run(process.execPath, [join('scripts', 'pack.mjs')]);
if (packed.status !== 0) {
  console.error(packed.stderr);
  process.exit(packed.status ?? 1);
}

let problems = 0;
for (const tarball of packed.stdout.trim().split('\n')) {
  // TypeScript's old node10 resolution knows no subpaths; it ended with TypeScript 6, so the profile leaves it out.
  const verdicts = [
    run(bin('publint'), ['run', tarball, '--strict']),
    run(bin('attw'), [
      tarball,
      '--no-color',
      '--no-emoji',
      '--no-definitely-typed',
      '--profile',
      'node16',
      '--format',
      'table-flipped',
    ]),
  ];
  const failed = verdicts.filter((verdict) => verdict.status !== 0);
  problems += failed.length;
  for (const verdict of failed) console.error(`${tarball}\n${verdict.stdout}${verdict.stderr}`);
  if (failed.length === 0) console.log(`${tarball.slice(root.length + 1)}: no problems`);
}
process.exit(problems === 0 ? 0 : 1);

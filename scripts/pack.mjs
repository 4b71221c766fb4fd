// Packs every package into the folder given (default: reports/packed), as `pnpm publish` would send it. Build first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.argv[2] ?? join(root, 'reports', 'packed'));
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.tgz')) rmSync(join(folder, name));

for (const name of readdirSync(join(root, 'packages'))) {
  if (existsSync(join(root, 'packages', name, 'dist', 'esm', 'index.js'))) continue;
  console.error(`packages/${name} is not built: there is no dist/esm/index.js in it. Run \`npm run build\` first.`);
  process.exit(2);
}

const packed = spawnSync(
  'npm',
  ['run', '-s', 'pnpm', '--', '--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder],
  { cwd: root, encoding: 'utf8' },
);
if (packed.status !== 0) {
  console.error(`pnpm could not pack the packages:\n${packed.stdout}${packed.stderr}`);
  process.exit(1);
}
for (const name of readdirSync(folder).sort()) console.log(join(folder, name));

// Packs every package, in the form that is published, into the folder given (default: reports/packed). Build first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedForm } from './publishedForm.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(process.argv[2] ?? join(root, 'reports', 'packed'));
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.tgz')) rmSync(join(folder, name));

const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
for (const path of packages) {
  if (existsSync(join(path, 'dist', 'esm', 'index.js'))) continue;
  console.error(`${path} is not built: there is no dist/esm/index.js in it. Run \`npm run build\` first.`);
  process.exit(2);
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  console.error(`The packages could not be packed: ${command} ${args.join(' ')}\n${stdout}${stderr}${error ?? ''}`);
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), 'millrace-pack-'));
try {
  // pnpm fills in the versions of the workspace and what is published of each manifest.
  run('npm', [
    'run',
    '-s',
    'pnpm',
    '--',
    '--recursive',
    '--filter',
    './packages/*',
    'pack',
    '--pack-destination',
    work,
  ]);
  const sourceOf = new Map(packages.map((path) => [nameIn(path), path]));
  const unpacked = readdirSync(work).map((tarball) => {
    const into = join(work, tarball.replace(/\.tgz$/, ''));
    mkdirSync(into);
    run('tar', ['-xzf', join(work, tarball), '-C', into]);
    publishedForm(join(into, 'package'), sourceOf.get(nameIn(join(into, 'package'))), root);
    return join(into, 'package');
  });
  run('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder, ...unpacked]);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const name of readdirSync(folder).sort()) if (name.endsWith('.tgz')) console.log(join(folder, name));

function nameIn(path) {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).name;
}

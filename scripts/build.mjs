// Builds every package twice, to dist/esm and dist/cjs, with type check: `npm run build`, or with `-- --clean` from nothing.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));

// tsc never deletes the output of a source that is gone; what is packed should hold no such leftovers.
if (process.argv.includes('--clean')) {
  for (const folder of packages) rmSync(join(folder, 'dist'), { recursive: true, force: true });
}

const tsc = join(root, 'node_modules', '.bin', 'tsc');
const compiled = spawnSync(tsc, ['-b', 'tsconfig.json', 'tsconfig.cjs.json'], { cwd: root, stdio: 'inherit' });
if (compiled.error) {
  console.error(`Cannot start ${tsc} (${compiled.error.message}). Run \`npm run setup\` first.`);
  process.exit(2);
}

for (const folder of packages) {
  // The packages are "type": "module", so without this Node would read the CommonJS half as ES modules.
  mkdirSync(join(folder, 'dist', 'cjs'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
  // tsc does not copy the executable bit of a command's source.
  const bin = join(folder, 'dist', 'esm', 'bin.js');
  if (existsSync(bin)) chmodSync(bin, 0o755);
}
// Warnings cite its numbers, so it comes with the package.
copyFileSync(join(root, 'docs', 'BEHAVIOURS.md'), join(root, 'packages', 'simulator', 'BEHAVIOURS.md'));
process.exit(compiled.status ?? 1);

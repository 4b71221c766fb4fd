import { spawnSync } from 'node:child_process';

// Runs StrykerJS on the folders named, or on all of these, one after the other: npm run mutation -- mapping
const folders = process.argv.length > 2 ? process.argv.slice(2) : ['words', 'filter', 'mapping', 'core'];
for (const folder of folders) {
  const { status, error } = spawnSync('stryker', ['run', 'test/mutation/stryker.config.cjs'], {
    stdio: 'inherit',
    env: { ...process.env, MUTATED: folder },
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exitCode = 1;
}

// Runs tests on each Node that is supported, as the package `node` brings them: `npm run test:nodes`, or with patterns of tests behind `--`.
// Without patterns: those of what depends on the Node, which is reading files, loading modules, the command, and what leaves the process.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const versions = ['20', '22', '24'];
const patterns = process.argv.slice(2);
const byDefault = [
  'packages/simulator/test/node',
  'packages/simulator/test/openSockets',
  'packages/effects/test',
  'packages/cli/test',
  'test/standIns',
];
const tests = patterns.length > 0 ? patterns : byDefault;
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

const failed = versions.filter((version) => {
  const npx = ['-y', '-p', `node@${version}`, '--', 'node'];
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  const found = spawnSync('npx', [...npx, '--version'], { ...options, stdio: 'pipe', encoding: 'utf8' });
  if (found.status !== 0) {
    console.error(`Node ${version} cannot be had from the package registry:\n${found.stderr}`);
    return true;
  }
  console.log(`\n== Node ${found.stdout.trim()}`);
  return spawnSync('npx', [...npx, jest, '--ci', '--maxWorkers=2', ...tests], options).status !== 0;
});

console.log(
  failed.length === 0 ? `\nAll passed on Node ${versions.join(', ')}.` : `\nFailed on Node ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

// Installs everything, exact versions, and says nothing unless it fails: what runs behind it has the first word.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'setup'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) process.stderr.write(`\`npm run setup\` failed:\n${stdout}${stderr}`);
process.exitCode = status ?? 1;

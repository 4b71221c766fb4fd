import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

test('the matchers work under Vitest, which brings an expect of its own', () => {
  const vitest = join(dirname(createRequire(__filename).resolve('vitest/package.json')), 'vitest.mjs');
  const config = join(__dirname, 'vitest/vitest.config.ts');

  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', config, '--reporter=json'],
    {
      cwd: join(__dirname, 'vitest'),
      encoding: 'utf8',
      // Jest's own marks would make the runner in the child think that it runs in Jest.
      env: { ...process.env, JEST_WORKER_ID: undefined, NODE_ENV: undefined, NO_COLOR: '1' },
    },
  );

  const report = status === null || !stdout.includes('{') ? stderr : stdout.slice(stdout.indexOf('{'));
  expect({ status, stderr: status === 0 ? '' : stderr, report: status === 0 ? '' : report }).toEqual({
    status: 0,
    stderr: '',
    report: '',
  });
  expect(JSON.parse(report)).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
}, 60_000);

import '@millrace/explore/jest';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { aggregate, records } from './proof/aggregate.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;
const folder = mkdtempSync(join(tmpdir(), 'millrace-explore-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('toSurvive', () => {
  test('passes for a handler that survives', async () => {
    const survivor = { setup: () => aggregate('together'), records, mapping };

    await expect(survivor).toSurvive({ runs: 20, enumerate: 40 });
  });

  test('fails with the whole story, keeps the failure, and tries it first the next time', async () => {
    const save = join(folder, 'kept', 'failure.json');
    const survivor = { setup: () => aggregate('after'), records, mapping };

    await expect(expect(survivor).toSurvive({ save })).rejects.toThrow('`table.add` ran again for record 1');
    expect(existsSync(save)).toBe(true);
    await expect(expect(survivor).toSurvive({ save })).rejects.toThrow('in run 1.');

    await expect({ ...survivor, setup: () => aggregate('together') }).toSurvive({ save, runs: 0, enumerate: 1 });
    expect(existsSync(save)).toBe(false);
  });

  test('can be negated', async () => {
    await expect({ setup: () => aggregate('before'), records, mapping }).not.toSurvive({
      save: join(folder, 'not.json'),
    });
  });

  test('works under Vitest, which brings an expect of its own', () => {
    const vitest = join(dirname(createRequire(__filename).resolve('vitest/package.json')), 'vitest.mjs');
    const args = [vitest, 'run', '--config', join(__dirname, 'vitest', 'vitest.config.ts'), '--reporter=json'];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: join(__dirname, 'vitest'),
      encoding: 'utf8',
      env: { ...process.env, JEST_WORKER_ID: undefined, NODE_ENV: undefined, NO_COLOR: '1' },
    });

    expect(status).toBe(0);
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
  });
});

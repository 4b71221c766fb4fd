import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { explore } from '@millrace/explore';
import { aggregate, records } from './proof/aggregate.ts';

// The test that a failure prints is written to a file as it stands, and run by a Jest of its own.

const root = join(__dirname, '..', '..', '..');
const folder = join(__dirname, `.pasted-${process.pid}`);
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a printed test', () => {
  test.each(['before', 'after'] as const)(
    'fails in the same way when it is pasted: the key %s the totals',
    async (order) => {
      const setupImport = `import { aggregate } from '../proof/aggregate.ts';\n\nconst setup = () => aggregate('${order}');`;
      const found = await explore({ setup: () => aggregate(order), records, mapping, seed: 18, setupImport });
      const path = join(folder, `${order}.test.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, found.counterexample?.test ?? '');

      const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...env } = process.env;
      const args = ['--ci', '--runTestsByPath', path, '--json', '--outputFile', `${path}.json`];
      const { status } = spawnSync(join(root, 'node_modules', '.bin', 'jest'), args, {
        cwd: root,
        encoding: 'utf8',
        env,
      });

      const result = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
        numFailedTests: number;
        testResults: { message: string }[];
      };
      expect(status).toBe(1);
      expect(result.numFailedTests).toBe(1);
      const message = result.testResults[0]?.message ?? '';
      expect(message).toContain('It did not survive: finalStateDiffers');
      expect(message).toContain(found.counterexample?.story);
    },
  );
});

test('the same seed and path give the same bytes in another process', async () => {
  const program = `
    import { explore } from '@millrace/explore';
    import { aggregate, records } from ${JSON.stringify(join(__dirname, 'proof', 'aggregate.ts'))};
    const mapping = ${JSON.stringify(mapping)};
    const path = process.argv[2];
    const found = await explore({ setup: () => aggregate('after'), records, mapping, seed: 18, ...(path && { path }) });
    process.stdout.write(found.report);
  `;
  const path = join(folder, 'program.mts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, program);
  const tsx = join(root, 'node_modules', '.bin', 'tsx');
  const printed = (...args: readonly string[]) =>
    spawnSync(tsx, ['--conditions=@millrace/source', path, ...args], { cwd: root, encoding: 'utf8' }).stdout;

  const here = await explore({ setup: () => aggregate('after'), records, mapping, seed: 18 });

  expect(printed()).toBe(here.report);

  // By its path the failure is found at once, and told in the same bytes.
  const byPath = await explore({ setup: () => aggregate('after'), records, mapping, seed: 18, path: here.path ?? '' });
  expect(byPath.counterexample?.test).toBe(here.counterexample?.test);
  expect(byPath.counterexample?.story).toBe(here.counterexample?.story);
  expect(printed(here.path ?? '')).toBe(byPath.report);
});

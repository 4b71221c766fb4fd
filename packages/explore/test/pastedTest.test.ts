import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { explore } from '@millrace/explore';
import { aggregate, records } from './proof/aggregate.ts';
import { mistakes } from './proof/mistakes.ts';
import { mailing } from './proof/ownInvariant.ts';

// The test that a failure prints is written to a file as it stands, and run by a Jest of its own.

const root = join(__dirname, '..', '..', '..');
const folder = join(__dirname, `.pasted-${process.pid}`);
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is explored, and the lines by which a test finds its setup. */
const explored = [
  ...(['before', 'after'] as const).map((order) => ({
    name: `the key ${order} the totals`,
    options: { setup: () => aggregate(order), records, mapping },
    setupImport: `import { aggregate } from '../proof/aggregate.ts';\n\nconst setup = () => aggregate('${order}');`,
  })),
  ...mistakes.map(({ name, options }, index) => ({
    name,
    options,
    setupImport: `import { mistakes } from '../proof/mistakes.ts';\n\nconst setup = mistakes[${index}]!.options.setup;`,
  })),
  {
    name: 'an invariant of one’s own',
    options: mailing,
    setupImport: "import { invariants, mailing } from '../proof/ownInvariant.ts';\n\nconst { setup } = mailing;",
  },
];

test('what is printed fails in the same way when it is pasted: the aggregate, and every known mistake', async () => {
  mkdirSync(folder, { recursive: true });
  const printed = await Promise.all(
    explored.map(async ({ name, options, setupImport }, index) => {
      const { counterexample } = await explore({ ...options, seed: 18, setupImport });
      const path = join(folder, `${index}.test.ts`);
      writeFileSync(path, counterexample?.test ?? '');
      return { name, path, code: counterexample?.code, story: counterexample?.story };
    }),
  );

  const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, NODE_ENV: _env, ...env } = process.env;
  const json = join(folder, 'result.json');
  const args = ['--ci', '--runInBand', '--json', '--outputFile', json, '--runTestsByPath'];
  spawnSync(join(root, 'node_modules', '.bin', 'jest'), [...args, ...printed.map(({ path }) => path)], {
    cwd: root,
    env,
  });

  const { testResults } = JSON.parse(readFileSync(json, 'utf8')) as {
    testResults: { name: string; message: string }[];
  };
  const told = printed.map(({ name, path, code, story }) => {
    const message = testResults.find((result) => result.name === path)?.message ?? '';
    return { name, code: message.includes(`It did not survive: ${code}`), story: message.includes(story ?? '–') };
  });
  expect(told).toEqual(printed.map(({ name }) => ({ name, code: true, story: true })));
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

import { describe, expect, test } from '@jest/globals';
import { type CheckUp, checkUp } from '@millrace/explore/check';
import { join } from 'node:path';

const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  MaximumRetryAttempts: 5,
  BisectBatchOnFunctionError: true,
};

const checked = (file: string, budgetMs = 30_000): Promise<CheckUp> =>
  checkUp({ handler: join(__dirname, 'handlers', file), mapping, keys: { orderId: 'S' }, budgetMs });

const codesOf = ({ findings }: CheckUp): readonly string[] => findings.map(({ code }) => code).toSorted();

describe('a check-up finds', () => {
  test.each([
    ['putsInOrder.mjs', []],
    ['ignoresStatus.mjs', ['repeatsOnRedelivery', 'swallowsErrors']],
    ['firstOnly.mjs', ['breaksOnRemove', 'repeatsOnRedelivery', 'skipsRecords']],
    ['forEachAsync.mjs', ['answersBeforeDone', 'repeatsOnRedelivery', 'unhandledRejection']],
  ])('in %s: %j', async (file, codes) => {
    const found = await checked(file);

    expect(codesOf(found)).toEqual(codes);
  });
});

describe('a check-up ends', () => {
  test.each([
    ['hangs.mjs', /let go/],
    ['exits.mjs', /exit code 3/],
    ['eatsMemory.mjs', /memory|let go/],
  ])('with %s', async (file, evidence) => {
    const { findings, counts } = await checked(file, 12_000);

    expect(findings.map(({ code }) => code)).toEqual(['neverSettles']);
    expect(findings[0]?.evidence).toMatch(evidence);
    expect(counts.tried).toBe(1);
  });

  test('with a handler that throws at load: nothing is tried, and the variable that it asked for is told', async () => {
    const { findings, notTried, counts, unset } = await checked('throwsAtLoad.mjs');

    expect(findings).toEqual([]);
    expect(counts.tried).toBe(0);
    expect(notTried[0]?.why).toContain('no TABLE undefined');
    expect(unset.map(({ name }) => name)).toEqual(['TABLE']);
  });
});

test('what depends on a mapping is not tried without one', async () => {
  const handler = join(__dirname, 'handlers', 'putsInOrder.mjs');

  const { notTried } = await checkUp({ handler, keys: { orderId: 'S' }, budgetMs: 30_000 });

  expect(notTried.map(({ code }) => code)).toEqual([
    'mappingMismatch',
    'runsOnBehindFailure',
    'blocksShard',
    'losesInnocents',
  ]);
});

import { describe, expect, test } from '@jest/globals';
import { explore } from '@millrace/explore';
import { aggregate, records as sales } from './aggregate.ts';
import { goodHandlers } from './goodHandlers.ts';
import { mistakes } from './mistakes.ts';
import { lanes, mapping, records } from './world.ts';

const seed = 18;

describe('the known mistakes', () => {
  test.each(mistakes)('$name: its minimal story is told', async ({ options, code, story }) => {
    const { counterexample } = await explore({ ...options, seed });

    expect(counterexample).toMatchObject({ code });
    expect(counterexample?.story).toMatch(story);
    expect(counterexample?.faults.length).toBeLessThanOrEqual(1);
    expect(counterexample?.records.length).toBeLessThanOrEqual(3);
  });

  test('there are twelve or more of them', () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(12);
  });
});

describe('the double-counting aggregate', () => {
  const options = { records: sales, mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 }, seed } as const;

  test.each([
    { order: 'before', ok: false },
    { order: 'after', ok: false },
    { order: 'together', ok: true },
  ] as const)('key $order: survives $ok', async ({ order, ok }) => {
    const found = await explore({ ...options, setup: () => aggregate(order), runs: 50, enumerate: 100 });

    expect(found.ok).toBe(ok);
    expect(found.enumerated.crashPoints.of).toBe(order === 'together' ? 9 : 36);
  });
});

describe('six good handlers', () => {
  // All of it is `npm run explore:survive`: 20 seeds of 1,000 runs each.
  test.each(Object.entries(goodHandlers))('%s survives', async (_name, setup) => {
    for (const each of [mapping, lanes]) {
      const found = await explore({ setup, records, mapping: each, seed, runs: 30, enumerate: 30 });
      expect(found.report).toContain('It survived');
    }
  });
});

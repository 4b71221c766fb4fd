import { describe, expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { explore, type ScheduledFault } from '@millrace/explore';
import { centsOf, type Event, eventOf, lanes, mapping, records } from './proof/world.ts';

const seed = 18;
/** Adds up in a variable of the module, and awaits between reading and writing it. */
const readAwaitWrite = () => {
  let total = 0;
  const seen = new Set<string>();
  const log = effects.wrap('log', async (_cents: number) => undefined);
  const handler = async ({ Records }: Event) => {
    for (const record of Records) {
      if (seen.has(eventOf(record))) continue;
      seen.add(eventOf(record));
      const before = total;
      await log(centsOf(record));
      total = before + centsOf(record);
    }
  };
  return { handler, observe: () => ({ total }) };
};

/** Writes down in which order two calls of two effects each go on. */
const ordersOf = (orders: Set<string>) => () => {
  const order: string[] = [];
  const step = effects.wrap('step', async (_cents: number) => undefined);
  const handler = async ({ Records }: Event) => {
    const name = String(Records.map(centsOf));
    order.push(name);
    await step(1);
    order.push(name);
    await step(2);
    order.push(name);
  };
  return {
    handler,
    observe: () => {
      orders.add(order.join(' '));
      return 'the same';
    },
  };
};

describe('calls of several lanes in one process', () => {
  test('a variable of the module that is read, awaited and written fails only when they take turns', async () => {
    const options = { setup: readAwaitWrite, records, mapping: lanes, seed, runs: 50 };
    const others = await explore({ ...options, faults: ['anyOrder', 'throttle', 'serviceError'] });
    const found = await explore({ ...options, faults: ['interleave'] });

    expect(others.report).toContain('It survived');
    expect(found.counterexample?.faults).toEqual([{ fault: 'interleave', turns: [] }]);
    expect(found.counterexample?.story).toBe(
      'Calls took turns in one process: record 2 began, record 1 began, record 2 heard of `log`, record 1 heard of `log`. ' +
        '`total` is 25, without faults 55.',
    );
  });

  test('each order in which two calls can go on is tried, once', async () => {
    const orders = new Set<string>();
    const found = await explore({
      setup: ordersOf(orders),
      records: records.slice(0, 2),
      mapping: { ...lanes, ParallelizationFactor: 2 },
      seed,
      runs: 0,
      faults: ['interleave'],
    });

    // Three steps of one call among three of the other: 20 ways. Four more runs leave it to Node.js.
    expect(orders.size).toBe(20);
    expect(found.enumerated.orders).toEqual({ tried: 24, of: 24 });
    expect(found.report).toContain('24 of 24 orders of what is under way at once');
  });

  test('a choice decides whether a later answer overtakes an earlier one', async () => {
    const setup = () => {
      let latest = 0;
      const look = effects.wrap('look', async (cents: number) => cents);
      const handler = async ({ Records }: Event) => {
        for (const record of Records) latest = await look(centsOf(record));
      };
      return { handler, observe: () => latest };
    };
    const run = (turns: readonly number[]) =>
      explore({
        setup,
        records: records.slice(0, 2),
        mapping: { ...lanes, ParallelizationFactor: 2 },
        seed,
        schedule: [{ fault: 'interleave', turns }],
      });

    const [inOrder, overtaken] = [await run([]), await run([1])];
    expect([inOrder, overtaken].map(({ ok }) => ok)).toEqual([true, false]);
  });

  test('orders that are too many are drawn beyond the first ones, and the report says so', async () => {
    const orders = new Set<string>();
    const options = { setup: ordersOf(orders), records, mapping: lanes, seed, faults: ['interleave'] } as const;
    const { enumerated } = await explore({ ...options, runs: 0 });
    const before = orders.size;
    const { report } = await explore({ ...options, runs: 100 });

    expect(enumerated.orders).toMatchObject({ tried: 68, isAtLeast: true });
    expect(report).toMatch(/68 of at least \d+ orders/);
    expect(orders.size).toBeGreaterThan(before);
  });

  test('the same order gives the same run', async () => {
    const schedule: ScheduledFault[] = [{ fault: 'interleave', turns: [1, 0, 2, 1] }];
    const options = { setup: readAwaitWrite, records, mapping: lanes, seed, schedule };

    expect((await explore(options)).report).toBe((await explore(options)).report);
  });
});

describe('several shards', () => {
  test('are read side by side, each item in one of them, and finish in any order', async () => {
    const found = await explore({
      setup: readAwaitWrite,
      records,
      mapping,
      seed,
      faults: ['severalShards', 'anyOrder'],
      runs: 30,
    });

    expect(found.report).toContain('It survived');
    expect(found.exercised.severalShards.struck).toBeGreaterThan(0);
    expect(found.exercised.anyOrder.struck).toBeGreaterThan(0);
  });

  test('let calls overlap where there are no lanes', async () => {
    const { counterexample } = await explore({
      setup: readAwaitWrite,
      records,
      mapping,
      seed,
      faults: ['severalShards', 'interleave'],
    });

    expect(counterexample?.faults).toEqual([
      { fault: 'severalShards', shards: 2 },
      { fault: 'interleave', turns: [] },
    ]);
    expect(counterexample?.story).toContain('The records came from 2 shards, read side by side. Calls took turns');
  });
});

describe('effects of one call', () => {
  test('end in any order', async () => {
    const setup = () => {
      const ended: number[] = [];
      const put = effects.wrap('table.put', async (cents: number) => cents);
      const handler = async ({ Records }: Event) => {
        await Promise.all(Records.map(async (record) => ended.push(await put(centsOf(record)))));
      };
      return { handler, observe: () => ended };
    };
    const { counterexample } = await explore({ setup, records, mapping, seed, faults: ['interleave'] });

    expect(counterexample?.faults).toEqual([{ fault: 'interleave', turns: [1] }]);
    expect(counterexample?.records).toHaveLength(2);
    expect(counterexample?.story).toContain('The effects of a call ended in another order: records 1–2 began');
  });
});

describe('LATEST', () => {
  test('misses what is created in its gap, which the trace tells', async () => {
    const handler = async ({ Records }: Event) => {
      if (Records[0]?.eventName === 'MODIFY') throw new Error('not known');
    };
    const { counterexample, exercised } = await explore({
      setup: () => ({ handler }),
      records: [...records.slice(0, 1), ...records.slice(2, 3)],
      mapping: { ...mapping, StartingPosition: 'LATEST', MaximumRetryAttempts: 1 },
      seed,
      faults: ['missedByLatest'],
    });

    expect(exercised.missedByLatest).toEqual({ asked: 1, struck: 1 });
    expect(counterexample).toMatchObject({ code: 'recordLost', faults: [{ fault: 'missedByLatest', records: 1 }] });
    expect(counterexample?.trace?.toText()).toMatch(/skip .*LATEST|latestGapMs/);
  });
});

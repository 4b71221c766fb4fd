import { describe, expect, test } from '@jest/globals';
import { tumblingWindow, type Window, type WindowOptions } from '@millrace/handler';
import * as z from 'zod';
import { inserted, numbers, orders } from '../orders.ts';
import { failing, Ledger, replay } from './replay.ts';

/** 2026-11-01T10:00:00Z, the start of a window of any whole number of seconds that divides an hour. */
const tenOClock = 1_793_527_200;

/** Records created so many seconds after ten o'clock, numbered from 1. */
function createdAt(...seconds: number[]) {
  return seconds.map((second, index) => {
    const record = inserted(index + 1);
    return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: tenOClock + second } };
  });
}

const minutes = { TumblingWindowInSeconds: 60 };

/** Counts orders in windows, and writes down each result. */
function counting(
  ledger: Ledger,
  stumble: (sequenceNumber: string) => void = () => {},
  options: WindowOptions = {},
  definition: { readonly ignoreRedelivered?: boolean } = {},
) {
  return tumblingWindow(
    orders,
    {
      initial: () => ({ count: 0 }),
      reduce(state, record) {
        stumble(record.sequenceNumber);
        return { count: state.count + 1 };
      },
      finish: (state, window) => void ledger.effects.push(`${describeWindow(window)}: ${state.count} orders`),
      ...definition,
    },
    { logger: ledger.logger, ...options },
  );
}

function describeWindow({ start, end, terminatedEarly }: Window): string {
  return `${start.toISOString().slice(11, 19)} to ${end.toISOString().slice(11, 19)}${terminatedEarly ? ' (early)' : ''}`;
}

describe('tumblingWindow', () => {
  test('one result for each window, carried from call to call (S47 to S50)', async () => {
    const ledger = new Ledger();

    const trace = await replay('window', ledger, counting(ledger), {
      records: createdAt(0, 20, 59, 60, 130),
      mapping: { ...minutes, BatchSize: 1 },
    });

    expect(ledger.effects).toEqual([
      '10:00:00 to 10:01:00: 3 orders',
      '10:01:00 to 10:02:00: 1 orders',
      '10:02:00 to 10:03:00: 1 orders',
    ]);
    expect(trace.invocations.filter((call) => call.isFinalInvokeForWindow)).toHaveLength(3);
  });

  test('a record that fails once: what was counted before it stays, and nothing counts twice', async () => {
    const ledger = new Ledger();
    const stumble = failing(1);
    const handler = counting(ledger, (sequenceNumber) => {
      if (sequenceNumber === '3') stumble();
    });

    const trace = await replay('window-failing-record', ledger, handler, {
      records: createdAt(0, 0, 0, 0),
      mapping: minutes,
    });

    expect(ledger.effects).toEqual(['10:00:00 to 10:01:00: 4 orders']);
    expect(trace.invocations[1]).toMatchObject({
      sequenceNumbers: numbers(3, 4),
      state: { value: { count: 2 }, upTo: '2' },
    });
  });

  test.each([
    ['report', '2 orders', 'window-state-ignored-report'],
    ['throw', '4 orders', 'window-state-ignored-throw'],
  ] as const)(
    'were the state beside a report ignored (S56), onFailure %p would make 4 orders into %s',
    async (onFailure, result, name) => {
      const ledger = new Ledger();
      const stumble = failing(1);
      const handler = counting(
        ledger,
        (sequenceNumber) => {
          if (sequenceNumber === '3') stumble();
        },
        { onFailure },
      );

      await replay(name, ledger, handler, {
        records: createdAt(0, 0, 0, 0),
        mapping: minutes,
        semantics: { stateOfPartialReport: 'ignored' },
      });

      expect(ledger.effects).toEqual([`10:00:00 to 10:01:00: ${result}`]);
    },
  );

  test('a record that always fails: the others of its window still count', async () => {
    const ledger = new Ledger();
    const handler = counting(ledger, (sequenceNumber) => {
      if (sequenceNumber === '2') throw new Error('no');
    });

    await replay('window-discard', ledger, handler, {
      records: createdAt(0, 0, 0, 0),
      mapping: { ...minutes, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true },
    });

    expect(ledger.effects).toEqual(['10:00:00 to 10:01:00: 3 orders']);
  });

  test('an answer that is lost: the batch comes again with the old state and counts once (S53)', async () => {
    const ledger = new Ledger();

    await replay('window-lost-answer', ledger, counting(ledger), {
      records: createdAt(0, 0, 0),
      mapping: minutes,
      faults: ({ index }) => (index === 0 ? 'timeout' : undefined),
    });

    expect(ledger.effects).toEqual(['10:00:00 to 10:01:00: 3 orders']);
  });

  test.each([
    [true, '4 orders', 'window-redelivered'],
    [false, '6 orders', 'window-redelivered-counted'],
  ])(
    'did an enable replay a window onto its state (S57), ignoreRedelivered %p would make 4 orders into %s',
    async (ignoreRedelivered, result, name) => {
      const ledger = new Ledger();

      await replay(name, ledger, counting(ledger, undefined, {}, { ignoreRedelivered }), {
        records: createdAt(0, 1, 30, 31),
        mapping: minutes,
        actions: [
          { atMs: 10_000, do: 'disable' },
          { atMs: 20_000, do: 'enable' },
        ],
        semantics: { windowAcrossDisable: 'replayedOntoState' },
      });

      expect(ledger.effects).toEqual([`10:00:00 to 10:01:00: ${result}`]);
    },
  );

  test('a final call that fails is repeated with the same state and the same id (S55)', async () => {
    const ledger = new Ledger();
    const stumble = failing(2);
    const handler = tumblingWindow(
      orders,
      {
        initial: () => ({ count: 0 }),
        reduce: (state) => ({ count: state.count + 1 }),
        finish(state, window) {
          ledger.effects.push(`try ${window.id}: ${state.count} orders`);
          stumble();
        },
      },
      { logger: ledger.logger },
    );

    await replay('window-final-call-fails', ledger, handler, { records: createdAt(0, 1, 61), mapping: minutes });

    const first = 'try shardId-00000000000000000000-00000000/2026-11-01T10:00:00Z/2: 2 orders';
    expect(ledger.effects.slice(0, 3)).toEqual([first, first, first]);
  });

  test('a state with a Set and a bigint goes from call to call through a codec', async () => {
    const ledger = new Ledger();
    const ids = z.codec(z.array(z.string()), z.set(z.string()), {
      decode: (list) => new Set(list),
      encode: (set) => [...set],
    });
    const cents = z.codec(z.string(), z.bigint(), { decode: (text) => BigInt(text), encode: String });
    const handler = tumblingWindow(
      orders,
      {
        initial: () => ({ ids: new Set<string>(), cents: 0n }),
        reduce: (state, record) => ({
          ids: new Set(state.ids).add(record.keys.orderId),
          cents: state.cents + 10n ** 18n,
        }),
        finish: (state) => void ledger.effects.push(`${state.ids.size} orders, ${state.cents} cents`),
        state: z.object({ ids, cents }),
      },
      { logger: ledger.logger },
    );

    await replay('window-codec', ledger, handler, { records: createdAt(0, 1, 2), mapping: minutes });

    expect(ledger.effects).toEqual(['3 orders, 3000000000000000000 cents']);
  });

  describe('a state that grows over 1 MB', () => {
    function hoarding(
      ledger: Ledger,
      options: { whenTooLarge?: 'terminateEarly' | 'fail'; compact?: (texts: string[]) => string[] },
    ) {
      return tumblingWindow(
        orders,
        {
          initial: (): string[] => [],
          reduce: (texts) => [...texts, 'x'.repeat(400_000)],
          finish: (texts, window) => void ledger.effects.push(`${describeWindow(window)}: ${texts.length} texts`),
          ...options,
        },
        { logger: ledger.logger },
      );
    }

    test('ends the window early, and the rest of it is a result of its own (S52)', async () => {
      const ledger = new Ledger();

      await replay('window-ends-early', ledger, hoarding(ledger, {}), {
        records: createdAt(0, 1, 2, 3),
        mapping: { ...minutes, BatchSize: 1 },
      });

      expect(ledger.effects).toEqual(['10:00:00 to 10:01:00 (early): 3 texts', '10:00:00 to 10:01:00: 1 texts']);
    });

    test("fails instead when whenTooLarge is 'fail': the records that do not fit are discarded in the end", async () => {
      const ledger = new Ledger();

      const trace = await replay('window-too-large-fails', ledger, hoarding(ledger, { whenTooLarge: 'fail' }), {
        records: createdAt(0, 1, 2, 3),
        mapping: { ...minutes, BatchSize: 1, MaximumRetryAttempts: 1 },
      });

      expect(ledger.effects).toEqual(['10:00:00 to 10:01:00: 2 texts']);
      expect(trace.discarded.map(({ sequenceNumber }) => sequenceNumber)).toEqual(numbers(3, 4));
    });

    test('stays below the limit with compact', async () => {
      const ledger = new Ledger();

      await replay('window-compact', ledger, hoarding(ledger, { compact: (texts) => texts.map(() => 'many x') }), {
        records: createdAt(0, 1, 2, 3),
        mapping: { ...minutes, BatchSize: 1 },
      });

      expect(ledger.effects).toEqual(['10:00:00 to 10:01:00: 4 texts']);
    });
  });
});

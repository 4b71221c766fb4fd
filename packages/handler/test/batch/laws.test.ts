import { expect, test } from '@jest/globals';
import { batchHandler, PoisonRecordError, tumblingWindow } from '@millrace/handler';
import { simulate } from '@millrace/simulator';
import * as fc from 'fast-check';
import { inserted, orders } from '../orders.ts';

const quiet = { debug() {}, warn() {}, error() {} };

/** What goes wrong with a record: it fails so many times and then succeeds, or it is poison. */
const troubles = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.constant('poison' as const) },
);

const scenarios = fc.record({
  troubles: fc.array(troubles, { minLength: 1, maxLength: 14 }),
  items: fc.integer({ min: 1, max: 5 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  BatchSize: fc.integer({ min: 1, max: 14 }),
  ParallelizationFactor: fc.integer({ min: 1, max: 3 }),
  BisectBatchOnFunctionError: fc.boolean(),
  reports: fc.boolean(),
});

test('whatever fails, every record is done or put aside, items keep their order, and only lanes repeat effects', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ troubles, items, concurrency, reports, ...mapping }) => {
      const left = [...troubles];
      const effects: number[] = [];
      const aside: number[] = [];
      const handler = batchHandler(
        orders,
        async (record) => {
          const number = Number(record.sequenceNumber);
          await Promise.resolve();
          const trouble = left[number - 1] ?? 0;
          if (trouble === 'poison') throw new PoisonRecordError('no');
          if (trouble > 0) {
            left[number - 1] = trouble - 1;
            throw new Error('not now');
          }
          effects.push(number);
        },
        {
          concurrency,
          onFailure: reports ? 'report' : 'throw',
          onPoison: (record) => aside.push(Number(record.dynamodb?.SequenceNumber)),
          logger: quiet,
        },
      );

      const trace = await simulate({
        handler,
        records: troubles.map((_, index) => inserted(index + 1, `item-${index % items}`)),
        mapping: {
          StartingPosition: 'TRIM_HORIZON',
          ...mapping,
          ...(reports ? { FunctionResponseTypes: ['ReportBatchItemFailures'] } : {}),
        },
      });

      expect(trace.discarded).toEqual([]);
      const done = new Set([...effects, ...aside]);
      expect(done.size).toBe(troubles.length);
      expect(effects.filter((number) => troubles[number - 1] === 'poison')).toEqual([]);
      // The first time of each effect is in the order of its item, however often it is repeated.
      for (let item = 0; item < items; item++) {
        const firsts = [...new Set(effects.filter((number) => (number - 1) % items === item))];
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }
      if (concurrency === 1 && reports) expect(new Set(effects).size).toBe(effects.length);
    }),
    { seed: 11, numRuns: 400 },
  );
}, 60_000);

test('whatever fails, a window counts each record once that was not discarded', async () => {
  const windows = fc.record({
    // Seconds between records, and how often each fails before it counts.
    records: fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 1,
      maxLength: 10,
    }),
    finishFailures: fc.integer({ min: 0, max: 2 }),
    BatchSize: fc.integer({ min: 1, max: 5 }),
    BisectBatchOnFunctionError: fc.boolean(),
    reports: fc.boolean(),
    lost: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }),
  });

  await fc.assert(
    fc.asyncProperty(windows, async ({ records, finishFailures, reports, lost, ...mapping }) => {
      const left = records.map(([, failures]) => failures);
      let finishLeft = finishFailures;
      const results = new Map<string, readonly string[]>();
      const handler = tumblingWindow(
        orders,
        {
          initial: (): string[] => [],
          reduce(seen, record) {
            const index = Number(record.sequenceNumber) - 1;
            seen.push(record.sequenceNumber);
            if ((left[index] ?? 0) > 0) {
              left[index] = (left[index] ?? 0) - 1;
              throw new Error('half done');
            }
            return seen;
          },
          finish(seen, window) {
            results.set(window.id, [...seen]);
            if (finishLeft-- > 0) throw new Error('not now');
          },
        },
        { onFailure: reports ? 'report' : 'throw', logger: quiet },
      );
      let second = 0;

      const trace = await simulate({
        handler,
        records: records.map(([gap], index) => {
          second += gap;
          const record = inserted(index + 1);
          return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: 1_793_527_200 + second } };
        }),
        faults: ({ index }) => (lost.includes(index) ? 'timeout' : undefined),
        mapping: {
          StartingPosition: 'TRIM_HORIZON',
          TumblingWindowInSeconds: 60,
          MaximumRetryAttempts: 6,
          ...mapping,
          ...(reports ? { FunctionResponseTypes: ['ReportBatchItemFailures'] } : {}),
        },
      });

      const counted = [...results.values()].flat();
      const discarded = trace.discarded.map(({ sequenceNumber }) => sequenceNumber);
      const all = records.map((_, index) => String(index + 1));
      expect([...counted, ...discarded].toSorted((a, b) => Number(a) - Number(b))).toEqual(all);
    }),
    { seed: 12, numRuns: 150 },
  );
}, 60_000);

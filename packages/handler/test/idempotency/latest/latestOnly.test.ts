import { describe, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import {
  inMemoryLatestStore,
  type ItemLock,
  type LatestStore,
  LockLostError,
  latestOnly,
} from '../../../src/idempotency.ts';
import { positionOf } from '../../../src/idempotency/latest/position.ts';
import { crashSchedules } from './crashSchedules.ts';
import { testLatestStore } from './latestContract.ts';
import { invocation, wireRecord } from '../records.ts';

describe('in memory', () => {
  const store = inMemoryLatestStore();

  testLatestStore(() => store);

  test('over random crash schedules with short locks no item steps back', async () => {
    const report = await crashSchedules(inMemoryLatestStore(), 100, 7);

    expect(report).toMatchObject({ stepsBack: 0 });
    expect(report.crashes).toBeGreaterThan(50);
  });

  test('the schedules tell a store that forgets what it began', async () => {
    const store = inMemoryLatestStore();
    const locks = new Map<string, ItemLock>();
    // Takes a lock that has lapsed for given back.
    const begin: LatestStore['begin'] = async (lock) => {
      const last = locks.get(lock.item);
      if (last !== undefined && last.untilMs < Date.now()) await store.release(last);
      const begun = await store.begin(lock);
      if (begun.kind === 'begun') locks.set(lock.item, lock);
      return begun;
    };

    const report = await crashSchedules({ ...store, begin }, 100, 7);

    expect(report.stepsBack).toBeGreaterThan(0);
  });
});

const sequenceNumbers = fc.stringMatching(/^\d{1,40}$/);

test('positions are ordered as the numbers they stand for', () => {
  fc.assert(
    fc.property(sequenceNumbers, sequenceNumbers, (a, b) => {
      const [left, right] = [a, b].map((sequenceNumber) => positionOf(wireRecord({ sequenceNumber })));

      expect(Math.sign(compareTexts(left ?? '', right ?? ''))).toBe(Math.sign(Number(BigInt(a) - BigInt(b))));
    }),
    { seed: 6 },
  );
});

test('no schedule of redelivered, failing and overlapping records moves an item back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ position: fc.integer({ min: 1, max: 5 }), fails: fc.boolean() }), { maxLength: 12 }),
      async (scheduler, deliveries) => {
        const store = inMemoryLatestStore();
        const applied: number[] = [];
        const done = new Set<number>();

        const attempts = deliveries.map(async ({ position, fails }) => {
          const project = latestOnly(
            async () => {
              await scheduler.schedule(Promise.resolve(), `effect of ${position}`);
              if (fails) throw new Error('not this time');
              applied.push(position);
            },
            { store },
          );
          await scheduler.schedule(Promise.resolve(), `delivery of ${position}`);
          await project(wireRecord({ sequenceNumber: String(position) }));
          done.add(position);
        });
        const settled = Promise.allSettled(attempts);
        await scheduler.waitIdle();
        await settled;

        expect(applied).toEqual([...new Set(applied)].sort((a, b) => a - b));
        for (const position of done) expect(applied.at(-1)).toBeGreaterThanOrEqual(position);
      },
    ),
    { seed: 6, numRuns: 300 },
  );
});

test('an effect that outlives its lock is reported when another record of the item was begun meanwhile', async () => {
  const store = inMemoryLatestStore();
  const now = Date.now.bind(Date);
  let goOn = () => {};
  const hangs = (_record: DynamoDBRecord, _info: ReturnType<typeof invocation>) =>
    new Promise<void>((resolve) => {
      goOn = resolve;
    });
  const slow = latestOnly(hangs, { store });
  const quick = latestOnly(() => {}, { store });

  const late = slow(wireRecord({ sequenceNumber: '5' }), invocation(1_000));
  await Promise.resolve();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 2_000);
  await quick(wireRecord({ sequenceNumber: '6' }));
  clock.mockRestore();
  goOn();

  await expect(late).rejects.toThrow(LockLostError);
});

test('a record without a usable sequence number or keys is refused, not taken for stale', async () => {
  const effect = jest.fn();
  const project = latestOnly(effect, { store: inMemoryLatestStore() });
  const record = wireRecord();

  await expect(project({ ...record, dynamodb: { ...record.dynamodb, SequenceNumber: '' } })).rejects.toThrow(
    /no sequence number of 1 to 40 digits/,
  );
  await expect(project({ ...record, dynamodb: { SequenceNumber: '5' } })).rejects.toThrow(/has no Keys/);
  expect(effect).not.toHaveBeenCalled();
});

test('the same key in another table, or in the same table under a new stream, is what it should be', async () => {
  const effect = jest.fn();
  const project = latestOnly(effect, { store: inMemoryLatestStore() });
  const table = (name: string, label: string) => ({
    ...wireRecord({ sequenceNumber: '5' }),
    eventSourceARN: `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}/stream/${label}`,
  });

  await project(table('Orders', '2026-01-01T00:00:00.000'));
  await project(table('Orders', '2026-06-01T00:00:00.000'));
  expect(effect).toHaveBeenCalledTimes(1);

  await project(table('Invoices', '2026-01-01T00:00:00.000'));
  expect(effect).toHaveBeenCalledTimes(2);
});

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

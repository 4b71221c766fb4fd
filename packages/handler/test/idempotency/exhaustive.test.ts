import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { defineStream, type RecordOf } from '@millrace/records';
import { elapse, simulate } from '@millrace/simulator';
import * as z from 'zod';
import { batchHandler, type RecordScope } from '../../src/index.ts';
import { idempotent, inMemoryLatestStore, InMemoryPersistenceLayer, latestOnly } from '../../src/idempotency.ts';

const orders = defineStream({
  item: z.object({ orderId: z.string(), revision: z.number() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});
type Order = RecordOf<typeof orders>;
type OnRecord = (record: Order, scope: RecordScope) => Promise<void>;

/** What happens to a record the first time it is processed. */
const troubles = ['none', 'failsBefore', 'hangsBefore', 'failsAfter', 'hangsAfter'] as const;
type Trouble = (typeof troubles)[number];

const startAtMs = Date.UTC(2026, 0, 1);
const functionTimeoutMs = 3_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let nowMs = () => startAtMs;
beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs());
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Replays three changes of one order, each with its trouble, and tells the effects by record, from 0, in order. */
async function replay(given: readonly Trouble[], losesAnswer: boolean, wrap: (onRecord: OnRecord) => OnRecord) {
  const effects: number[] = [];
  const left = [...given];
  const records = given.map((_, revision) =>
    orders.modify(
      { orderId: 'o-1', revision },
      { orderId: 'o-1', revision: revision + 1 },
      { sequenceNumber: String(9 + revision) },
    ),
  );
  const handler = batchHandler(
    orders,
    wrap(async (record, { context }) => {
      const index = Number(record.sequenceNumber) - 9;
      const trouble = left[index] ?? 'none';
      left[index] = 'none';
      const hang = () => elapse(context ?? {}, Number.MAX_SAFE_INTEGER);
      if (trouble === 'failsBefore') throw new Error('not yet');
      if (trouble === 'hangsBefore') await hang();
      effects.push(index);
      if (trouble === 'failsAfter') throw new Error('who knows');
      if (trouble === 'hangsAfter') await hang();
    }),
    { logger: silent },
  );
  const trace = await simulate({
    handler: (event, context) => {
      const startedMs = nowMs();
      nowMs = () => startedMs + functionTimeoutMs - context.getRemainingTimeInMillis();
      return handler(event, context);
    },
    records,
    mapping: { StartingPosition: 'TRIM_HORIZON', FunctionResponseTypes: ['ReportBatchItemFailures'] },
    startAt: startAtMs,
    functionTimeoutMs,
    faults: ({ index, atMs }) => {
      nowMs = () => startAtMs + atMs;
      return losesAnswer && index === 0 ? 'timeout' : undefined;
    },
  });
  expect(trace.discarded).toEqual([]);
  return effects;
}

const cases = troubles.flatMap((first) =>
  troubles.flatMap((second) =>
    troubles.flatMap((third) => [false, true].map((losesAnswer) => ({ given: [first, second, third], losesAnswer }))),
  ),
);

test(`idempotent, in all ${cases.length} stories of three records: only an effect without its completion is repeated, and nothing is lost`, async () => {
  for (const { given, losesAnswer } of cases) {
    const persistenceStore = new InMemoryPersistenceLayer();

    const effects = await replay(given, losesAnswer, (onRecord) => idempotent(onRecord, { persistenceStore }));

    const expected = given.flatMap((trouble, index) => (trouble.endsWith('After') ? [index, index] : [index]));
    expect({ given, losesAnswer, effects }).toEqual({ given, losesAnswer, effects: expected });
  }
}, 60_000);

test(`latestOnly, in all ${cases.length} stories of three records: the order is never taken back and ends at its last change`, async () => {
  for (const { given, losesAnswer } of cases) {
    const store = inMemoryLatestStore();

    const effects = await replay(given, losesAnswer, (onRecord) => latestOnly(onRecord, { store }));

    const story = { given, losesAnswer, effects };
    expect(story).toEqual({ ...story, effects: [...effects].sort((a, b) => a - b) });
    expect(story).toEqual({ ...story, effects: expect.arrayContaining([0, 1, 2]) });
  }
}, 60_000);

import { describe, expect, test } from '@jest/globals';
import {
  calls,
  discards,
  documents,
  failingOn,
  records,
  reporting,
  reports,
  run,
  timedCalls,
  toQueue,
} from './fixtures.ts';

const bisecting = { BisectBatchOnFunctionError: true };

describe('bisect', () => {
  test('S33: a failed batch is split at once, the left half is worked out completely, then the right', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(2),
      mapping: { ...bisecting, ...toQueue, MaximumRetryAttempts: 1 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [1,2] [1] [2] [2] [3,4]');
    expect(discards(trace)).toEqual(['[2] RetryAttemptsExhausted 2']);
  });

  test('S33: the left half of an odd batch is the smaller one', async () => {
    const trace = await run({
      records: records(5),
      handler: failingOn(3),
      mapping: { ...bisecting, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1,2,3,4,5] [1,2] [3,4,5] [3] [4,5]');
  });

  test('S33: each half is a batch of its own, with its own request id', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { ...bisecting, MaximumRetryAttempts: 1 },
    });

    const ids = trace.invocations.map(({ requestId }) => requestId);
    expect(calls(trace)).toBe('[1,2] [1] [1] [2]');
    expect(ids[1]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(3);
  });

  test('S33: every record of every set of poison records is isolated, and only those are given up', async () => {
    for (let set = 0; set < 32; set++) {
      const poison = [1, 2, 3, 4, 5].filter((_, index) => (set >> index) % 2 === 1);
      const trace = await run({
        records: records(5),
        handler: failingOn(...poison),
        mapping: { ...bisecting, MaximumRetryAttempts: 1 },
      });

      expect(discards(trace)).toEqual(poison.map((sequence) => `[${sequence}] RetryAttemptsExhausted 2`));
      expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('5');
    }
  });

  test('S34: splitting is free: without retries the poison record is still isolated', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(3),
      mapping: { ...bisecting, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [1,2] [3,4] [3] [4]');
    expect(discards(trace)).toEqual(['[3] RetryAttemptsExhausted 1']);
  });

  test('S35: a report with progress cuts at the reported record and sends the suffix whole', async () => {
    const trace = await run({
      records: records(4),
      handler: reporting(2),
      mapping: { ...bisecting, ...reports, ...toQueue, MaximumRetryAttempts: 1 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [2,3,4] [2] [2] [3,4]');
    expect(documents(trace)[0]?.responseContext?.functionError).toBeNull();
  });

  test('S35: a thrown error halves, whether or not failures are reported', async () => {
    const handler = failingOn(2);
    const plain = await run({ records: records(4), handler, mapping: { ...bisecting, MaximumRetryAttempts: 0 } });
    const reported = await run({
      records: records(4),
      handler,
      mapping: { ...bisecting, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(calls(reported)).toBe('[1,2,3,4] [1,2] [1] [2] [3,4]');
    expect(calls(plain)).toBe(calls(reported));
  });

  test('S35: a report that names the first record, or a malformed one, halves', async () => {
    const first = await run({
      records: records(2),
      handler: reporting(1),
      mapping: { ...bisecting, ...reports, MaximumRetryAttempts: 0 },
    });
    const malformed = await run({
      records: records(2),
      handler: () => ({ batchItemFailures: [{ itemIdentifier: '' }] }),
      mapping: { ...bisecting, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(calls(first)).toBe('[1,2] [1] [2]');
    expect(calls(malformed)).toBe('[1,2] [1] [2]');
  });

  test('S36: after a bisect the next new batch is full size', async () => {
    const trace = await run({
      records: records(8),
      handler: failingOn(1),
      mapping: { ...bisecting, BatchSize: 4, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1,2,3,4] [1,2] [1] [2] [3,4] [5,6,7,8]');
  });

  test('S37: neighbours that bisect isolated in one batch have one document, sent when the batch is worked out', async () => {
    const trace = await run({
      records: records(8),
      handler: failingOn(2, 3, 4, 6),
      mapping: { ...bisecting, ...toQueue, MaximumRetryAttempts: 0 },
    });

    expect(documents(trace).map(({ DDBStreamBatchInfo }) => DDBStreamBatchInfo)).toMatchObject([
      { startSequenceNumber: '2', endSequenceNumber: '4', batchSize: 3 },
      { startSequenceNumber: '6', endSequenceNumber: '6', batchSize: 1 },
    ]);
    const types = trace.events.map(({ type }) => type);
    expect(types.indexOf('documentDelivered')).toBeGreaterThan(types.lastIndexOf('invocationEnded'));
  });

  test('S37: batches that were given up whole, one after the other, have a document each', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(2, 3),
      mapping: { ...toQueue, BatchSize: 2, MaximumRetryAttempts: 0 },
    });

    expect(documents(trace).map(({ DDBStreamBatchInfo }) => DDBStreamBatchInfo)).toMatchObject([
      { startSequenceNumber: '1', endSequenceNumber: '2', batchSize: 2 },
      { startSequenceNumber: '3', endSequenceNumber: '4', batchSize: 2 },
    ]);
  });

  test('S38: what ages out while halves wait is discarded before their attempt', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { ...bisecting, ...toQueue, MaximumRecordAgeInSeconds: 60 },
    });

    expect(timedCalls(trace)).toContain('0:[1,2] 0:[1] 0.2:[1]');
    expect(discards(trace)).toEqual([
      `[1] RecordAgeExceeded ${trace.invocations.length - 1}`,
      '[2] RecordAgeExceeded 1',
    ]);
  });
});

test('S27: every batch of a shard has a request id of its own, halves of halves and what follows them too', async () => {
  const trace = await run({
    records: records(12),
    handler: failingOn(2, 7),
    mapping: { ...toQueue, BatchSize: 4, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true },
  });

  const ids = trace.invocations.map(({ requestId }) => requestId);
  expect(ids).toHaveLength(11);
  expect(new Set(ids).size).toBe(ids.length);
});

import { describe, expect, test } from '@jest/globals';
import { simulate } from '../src/index.ts';
import {
  calls,
  discards,
  eventsOf,
  record,
  records,
  run,
  scenario,
  startAt,
  streamArn,
  timedCalls,
  toQueue,
} from './fixtures.ts';

describe('polling and starting positions', () => {
  test('S1: a record created between two polls is read at the next of four polls a second', async () => {
    const trace = await run({ records: [record(1), record(2, { at: 10.1 })] });

    expect(timedCalls(trace)).toBe('0:[1] 10.25:[2]');
  });

  test('S1: without a start-up delay, what is there at the start is read at the start', async () => {
    const trace = await run({ records: records(2) });

    expect(eventsOf(trace, 'recordsRead').map(({ atMs }) => atMs)).toEqual([0]);
  });

  test('S2: TRIM_HORIZON reads what was there before the mapping', async () => {
    const trace = await run({ records: [record(1, { at: -30 }), record(2, { at: 300 })] });

    expect(calls(trace)).toBe('[1] [2]');
  });

  test('S2: LATEST skips what was there before the mapping, and the trace says which records', async () => {
    const trace = await run({
      records: [record(1, { at: -30 }), record(2, { at: 300 })],
      mapping: { StartingPosition: 'LATEST' },
    });

    expect(calls(trace)).toBe('[2]');
    expect(eventsOf(trace, 'recordsSkipped')).toMatchObject([
      { sequenceNumbers: ['1'], reason: 'beforeStartingPosition' },
    ]);
  });

  test('S2: TRIM_HORIZON finds nothing of what the stream no longer holds after 24 hours', async () => {
    const trace = await run({ records: [record(1, { at: -86_400 }), record(2, { at: -86_399 })], mapping: toQueue });

    expect(calls(trace)).toBe('[2]');
    expect(discards(trace)).toEqual([]);
    expect(eventsOf(trace, 'recordsSkipped')).toMatchObject([
      { sequenceNumbers: ['1'], reason: 'beforeStartingPosition' },
    ]);
    expect(trace.destination).toEqual([]);
  });

  test('S2: the default start is the creation of the earliest record of any shard', async () => {
    const { startAt: _, ...options } = scenario({
      shards: { a: { records: [record(1, { at: 5 })] }, b: { records: [record(2, { at: 3 })] } },
    });

    const trace = await simulate(options);

    expect(trace.scenario.startAt).toBe('2026-01-01T00:00:03.000Z');
  });
});

describe('when a call is made', () => {
  test('S4: a batch is sent when it is full, before the batching window ends', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 2 }), record(3, { at: 3 })],
      mapping: { BatchSize: 2, MaximumBatchingWindowInSeconds: 60 },
    });

    expect(timedCalls(trace)).toBe('2:[1,2] 63:[3]');
  });

  test('S4: a batch that is not full is sent when the batching window ends', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 2 })],
      mapping: { MaximumBatchingWindowInSeconds: 5 },
    });

    expect(timedCalls(trace)).toBe('5:[1,2]');
  });

  test('S4: a batch is sent when the payload limit is reached, before it is full and before its window ends', async () => {
    const trace = await run({
      records: records(3, { padding: 400 }),
      mapping: { MaximumBatchingWindowInSeconds: 60 },
      semantics: { payloadLimitBytes: 1800 },
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 60:[3]');
  });

  test('S4: batches never mix shards', async () => {
    const trace = await run({ shards: { a: { records: records(3) }, b: { records: records(2) } } });

    expect(trace.invocations.map(({ shardId, sequenceNumbers }) => [shardId, sequenceNumbers])).toEqual([
      ['a', ['1', '2', '3']],
      ['b', ['1', '2']],
    ]);
  });

  test('S5: without a batching window a call is made with whatever the poll returned, one record included', async () => {
    const trace = await run({ records: [record(1), record(2, { at: 1 }), record(3, { at: 1 })] });

    expect(timedCalls(trace)).toBe('0:[1] 1:[2,3]');
  });

  test('S6: the next batching window begins when the previous call ends', async () => {
    const trace = await run({
      records: records(5),
      mapping: { BatchSize: 2, MaximumBatchingWindowInSeconds: 5 },
      invocationDurationMs: 1000,
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 1:[3,4] 7:[5]');
  });

  test('S6: a record found after an idle hour waits the full window', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 3600 })],
      mapping: { MaximumBatchingWindowInSeconds: 20 },
    });

    expect(timedCalls(trace)).toBe('20:[1] 3620:[2]');
  });

  test('S7: a backlog is cut into full batches', async () => {
    const trace = await run({ records: records(30), mapping: { BatchSize: 10 } });

    expect(trace.invocations.map(({ sequenceNumbers }) => sequenceNumbers.length)).toEqual([10, 10, 10]);
  });
});

describe('the payload limit', () => {
  const bytesOfEvent = (count: number): number =>
    Buffer.byteLength(JSON.stringify({ Records: records(count, { padding: 100 }) }));

  test('S8: a batch fills the event to the last byte of the limit', async () => {
    const trace = await run({
      records: records(4, { padding: 100 }),
      semantics: { payloadLimitBytes: bytesOfEvent(3) },
    });

    expect(calls(trace)).toBe('[1,2,3] [4]');
  });

  test('S8: a batch is cut before the record that is one byte too many', async () => {
    const trace = await run({
      records: records(4, { padding: 100 }),
      semantics: { payloadLimitBytes: bytesOfEvent(3) - 1 },
    });

    expect(calls(trace)).toBe('[1,2] [3,4]');
  });

  test('S8: bytes are those of UTF-8, not characters', async () => {
    const snowman = record(1);
    const wide = { ...snowman, dynamodb: { ...snowman.dynamodb, NewImage: { text: { S: '☃'.repeat(100) } } } };
    const both = Buffer.byteLength(JSON.stringify({ Records: [wide, record(2)] }));

    const fits = await run({ records: [wide, record(2)], semantics: { payloadLimitBytes: both } });
    const tooMany = await run({ records: [wide, record(2)], semantics: { payloadLimitBytes: both - 1 } });

    expect(calls(fits)).toBe('[1,2]');
    expect(calls(tooMany)).toBe('[1] [2]');
  });

  test('S8: the limit is 6 MiB: sixteen records of 400 kB are two batches', async () => {
    const trace = await run({ records: records(16, { padding: 400_000 }) });

    expect(trace.invocations.map(({ sequenceNumbers }) => sequenceNumbers.length)).toEqual([15, 1]);
  });

  test.each(['json', 'none'] as const)('S8: cuts the same with isolation %s', async (isolation) => {
    const trace = await run({
      records: records(9, { padding: 100 }),
      semantics: { payloadLimitBytes: bytesOfEvent(4) },
      isolation,
    });

    expect(calls(trace)).toBe('[1,2,3,4] [5,6,7,8] [9]');
  });

  test.each([0, 2])('S9: a record too large for any event uses its %i retries without a call', async (retries) => {
    const trace = await run({
      records: [record(1, { padding: 2000 }), record(2)],
      mapping: { ...toQueue, MaximumRetryAttempts: retries },
      semantics: { payloadLimitBytes: 1000 },
    });

    expect(calls(trace)).toBe('[2]');
    expect(eventsOf(trace, 'attemptRejected').map(({ reason }) => reason)).toEqual(
      Array.from({ length: retries + 1 }, () => 'payloadTooLarge'),
    );
    expect(discards(trace)).toEqual([`[1] RetryAttemptsExhausted ${retries + 1}`]);
    expect(JSON.parse(trace.destination[0]?.body ?? '')).not.toHaveProperty('responseContext');
  });

  test('S9: bisect changes nothing for a record that is alone too large', async () => {
    const trace = await run({
      records: [record(1), record(2, { padding: 2000 }), record(3)],
      mapping: { ...toQueue, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true },
      semantics: { payloadLimitBytes: 1000 },
    });

    expect(calls(trace)).toBe('[1] [3]');
    expect(discards(trace)).toEqual(['[2] RetryAttemptsExhausted 2']);
  });
});

describe('what a handler gets', () => {
  test('S10: an event holds Records and nothing else, in the key order that AWS sends', async () => {
    let text = '';
    await run({ handler: (event: unknown) => void (text = JSON.stringify(event)) });

    expect(text).toBe(
      `{"Records":[{"eventID":"event-1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":${Date.parse(startAt) / 1000},"Keys":{"id":{"S":"item-1"}},"SequenceNumber":"1","SizeBytes":20,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"${streamArn}"}]}`,
    );
  });

  test('S10: a handler that changes its event changes nothing of what the retry gets', async () => {
    const seen: number[] = [];
    await run({
      records: records(2),
      handler: (event: { Records: unknown[] }) => {
        seen.push(event.Records.length);
        event.Records.length = 0;
        throw new Error('again');
      },
      mapping: { MaximumRetryAttempts: 1 },
    });

    expect(seen).toEqual([2, 2]);
  });

  test('S11: sequence numbers of different lengths are ordered as numbers', async () => {
    const trace = await run({
      records: [record('8700003963677536337796'), record('11900001787531427260892')],
      mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      handler: () => ({
        batchItemFailures: [
          { itemIdentifier: '11900001787531427260892' },
          { itemIdentifier: '8700003963677536337796' },
        ],
      }),
      untilMs: 0,
    });

    expect(trace.invocations[0]?.outcome).toBe('firstRecordReported');
    expect(trace.checkpoints).toEqual([]);
  });
});

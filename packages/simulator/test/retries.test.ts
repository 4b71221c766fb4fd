import { describe, expect, test } from '@jest/globals';
import {
  calls,
  discards,
  documents,
  eventsOf,
  failingOn,
  record,
  records,
  reporting,
  reports,
  run,
  startSeconds,
  timedCalls,
  toQueue,
} from './fixtures.ts';

describe('retries', () => {
  test.each([0, 1, 2, 5])(
    'S26: %i retries are that many calls and one more, and so says the document',
    async (retries) => {
      const trace = await run({
        records: records(3),
        handler: failingOn(2),
        mapping: { ...toQueue, BatchSize: 2, MaximumRetryAttempts: retries },
      });

      expect(calls(trace)).toBe(`${'[1,2] '.repeat(retries + 1)}[3]`);
      expect(documents(trace).map(({ requestContext }) => requestContext.approximateInvokeCount)).toEqual([
        retries + 1,
      ]);
    },
  );

  test('S26: without a limit a batch is retried until the stream no longer holds its records', async () => {
    const trace = await run({ handler: failingOn(1), mapping: toQueue });

    expect(trace.invocations.length).toBeGreaterThan(1000);
    expect(trace.invocations.at(-1)?.startedAtMs).toBeLessThan(86_400_000);
    expect(discards(trace)).toEqual([`[1] StreamRetentionExceeded ${trace.invocations.length}`]);
  });

  test('S26: without a limit of retries the limit of age ends them', async () => {
    const trace = await run({ handler: failingOn(1), mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 } });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1] 3:[1] 6.2:[1] 12.6:[1] 25.4:[1] 51:[1]');
    expect(discards(trace)).toEqual(['[1] RecordAgeExceeded 9']);
  });

  test('S27: a retry of the unchanged batch has the same request id, in the context and in the document', async () => {
    const seen: string[] = [];
    const trace = await run({
      records: records(2),
      handler: (_event: unknown, { awsRequestId }: { awsRequestId: string }) => {
        seen.push(awsRequestId);
        throw new Error('again');
      },
      mapping: { ...toQueue, BatchSize: 1, MaximumRetryAttempts: 1 },
    });

    const [first, second, third, fourth] = seen;
    expect([first, third]).toEqual([second, fourth]);
    expect(first).not.toBe(third);
    expect(documents(trace).map(({ requestContext }) => requestContext.requestId)).toEqual([first, third]);
  });

  test('S28: the first retry comes after 200 ms, each further wait is double, up to a minute', async () => {
    const trace = await run({ handler: failingOn(1), mapping: { ...toQueue, MaximumRetryAttempts: 11 } });

    const waits = eventsOf(trace, 'backedOff').map(({ untilMs, atMs }) => untilMs - atMs);
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000]);
  });

  test('S28: only the waits beyond the first rest on an assumption, and say so', async () => {
    const trace = await run({ handler: failingOn(1), mapping: { MaximumRetryAttempts: 3 } });

    expect(eventsOf(trace, 'backedOff').map(({ assumption }) => assumption)).toEqual([undefined, 'backoff', 'backoff']);
    expect(trace.toText()).toContain('back off [1] for 400 ms (assumed: backoff)');
  });

  test('S28: halves, suffixes and the next batch are sent at once', async () => {
    const halves = await run({
      records: records(4),
      handler: failingOn(1),
      mapping: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
    });
    const suffix = await run({
      records: records(4),
      handler: reporting(2),
      mapping: { ...reports, MaximumRetryAttempts: 0, BatchSize: 3 },
    });

    expect(timedCalls(halves)).toBe('0:[1,2,3,4] 0:[1,2] 0:[1] 0:[2] 0:[3,4]');
    expect(timedCalls(suffix)).toBe('0:[1,2,3] 0:[2,3] 0:[4]');
  });
});

describe('throttles, service errors and time-outs', () => {
  test.each(['throttle', 'serviceError'] as const)(
    'S29: a %s uses no retry and does not reach the function',
    async (fault) => {
      const trace = await run({
        mapping: { ...toQueue, MaximumRetryAttempts: 0 },
        faults: ({ index }) => (index < 3 ? fault : undefined),
      });

      expect(calls(trace)).toBe('[1]');
      expect(trace.invocations[0]).toMatchObject({ attempt: 4, outcome: 'success', startedAtMs: 1400 });
      expect(discards(trace)).toEqual([]);
      expect(eventsOf(trace, 'attemptRejected').map(({ reason }) => reason)).toEqual([fault, fault, fault]);
    },
  );

  test('S29: throttles do not raise approximateInvokeCount', async () => {
    const trace = await run({
      handler: failingOn(1),
      mapping: { ...toQueue, MaximumRetryAttempts: 1 },
      faults: ({ index }) => (index % 2 === 0 ? 'throttle' : undefined),
    });

    expect(calls(trace)).toBe('[1] [1]');
    expect(discards(trace)).toEqual(['[1] RetryAttemptsExhausted 2']);
  });

  test('S29: throttles go on until the record is too old', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 90 })],
      mapping: { ...toQueue, MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60 },
      faults: ({ sequenceNumbers }) => (sequenceNumbers.includes('1') ? 'throttle' : undefined),
    });

    expect(calls(trace)).toBe('[2]');
    expect(discards(trace)).toEqual(['[1] RecordAgeExceeded 1']);
  });

  test('S29: a throttled batch is not bisected', async () => {
    const trace = await run({
      records: records(4),
      mapping: { BisectBatchOnFunctionError: true },
      faults: ({ index }) => (index === 0 ? 'throttle' : undefined),
    });

    expect(calls(trace)).toBe('[1,2,3,4]');
  });

  test('S30: a time-out is a function error: it counts, and its document says Unhandled', async () => {
    const trace = await run({
      mapping: { ...toQueue, MaximumRetryAttempts: 1 },
      functionTimeoutMs: 5000,
      faults: () => 'timeout',
    });

    expect(timedCalls(trace)).toBe('0:[1] 5.2:[1]');
    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout']);
    expect(documents(trace)[0]).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
    });
  });

  test('S30: bisect works around a time-out', async () => {
    const trace = await run({
      records: records(4),
      mapping: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
      functionTimeoutMs: 1000,
      invocationDurationMs: ({ sequenceNumbers }) => 400 * sequenceNumbers.length,
    });

    expect(timedCalls(trace)).toBe('0:[1,2,3,4] 1:[1,2] 1.8:[3,4]');
  });

  test('S30: a crash after the effects is a function error too', async () => {
    let effects = 0;
    const trace = await run({
      handler: () => void effects++,
      mapping: { MaximumRetryAttempts: 1 },
      faults: ({ attempt }) => (attempt === 1 ? 'crash' : undefined),
    });

    expect(effects).toBe(2);
    expect(trace.invocations.map(({ outcome, error }) => [outcome, error?.errorType])).toEqual([
      ['functionError', 'Runtime.ExitError'],
      ['success', undefined],
    ]);
  });
});

describe('what a failing batch leaves alone', () => {
  test('S31: while the permission to read is lost nothing is read, nothing is lost and no retry is used', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 20 }), record(3, { at: 100 })],
      mapping: { ...toQueue, MaximumRetryAttempts: 0 },
      actions: [
        { atMs: 10_000, do: 'loseSourcePermission' },
        { atMs: 60_000, do: 'restoreSourcePermission' },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 60:[2] 100:[3]');
    expect(discards(trace)).toEqual([]);
  });

  test('S31: a batch that was read before the permission was lost is finished', async () => {
    const trace = await run({
      records: [record(1), record(2)],
      handler: failingOn(1),
      mapping: { BatchSize: 1, MaximumRetryAttempts: 2 },
      actions: [{ atMs: 100, do: 'loseSourcePermission' }],
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1]');
  });

  test('S32: a failing batch blocks its own shard and no other', async () => {
    const trace = await run({
      shards: {
        a: { records: [record(1), record(2, { at: 1 })] },
        b: { records: [record(7), record(8, { at: 1 })] },
      },
      handler: failingOn(1),
      mapping: { BatchSize: 1, MaximumRetryAttempts: 3 },
    });

    const times = (shardId: string): string =>
      timedCalls({ invocations: trace.invocations.filter((invocation) => invocation.shardId === shardId) });
    expect(times('a')).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1] 1.4:[2]');
    expect(times('b')).toBe('0:[7] 1:[8]');
  });
});

describe('age', () => {
  const old = (at: number) => ({ at, mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 } });

  test('S38: only the expired prefix of a batch goes, without a call; the document counts 1', async () => {
    const { mapping } = old(0);
    const trace = await run({
      records: [record(1, { at: -80 }), record(2, { at: -70 }), record(3), record(4)],
      mapping,
    });

    expect(calls(trace)).toBe('[3,4]');
    expect(discards(trace)).toEqual(['[1,2] RecordAgeExceeded 1']);
    expect(documents(trace)[0]).toMatchObject({ requestContext: { requestId: expect.any(String) } });
  });

  test('S38: an expired record behind a fresh one is not part of the prefix', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: -80 })],
      mapping: old(0).mapping,
    });

    expect(calls(trace)).toBe('[1,2]');
  });

  test('S38: the document about a batch that failed and then aged out counts its calls and has no responseContext', async () => {
    const trace = await run({ handler: failingOn(1), mapping: old(0).mapping });

    expect(documents(trace)[0]).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: trace.invocations.length },
    });
    expect(documents(trace)[0]).not.toHaveProperty('responseContext');
  });

  test('S38: age is checked before each attempt, retries included', async () => {
    const trace = await run({
      records: [record(1, { at: -59 }), record(2)],
      handler: failingOn(2),
      mapping: { ...old(0).mapping, MaximumRetryAttempts: 3 },
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 0.2:[1,2] 0.6:[1,2] 1.4:[2]');
    expect(discards(trace)).toEqual(['[1] RecordAgeExceeded 3', '[2] RetryAttemptsExhausted 4']);
  });

  test('S38: age counts from the creation, which DynamoDB gives in whole seconds', async () => {
    const created = record(1);
    const trace = await run({
      startAt: (startSeconds + 60) * 1000 - 1,
      records: [created],
      mapping: old(0).mapping,
    });

    expect(calls(trace)).toBe('[1]');
  });

  test('S38: a record that ages out while the batching window is open is discarded when the batch is formed', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 70 })],
      mapping: { ...old(0).mapping, MaximumBatchingWindowInSeconds: 100 },
    });

    expect(timedCalls(trace)).toBe('100:[2]');
    expect(eventsOf(trace, 'recordsDiscarded').map(({ atMs }) => atMs)).toEqual([100_000]);
  });

  test('S38: the checkpoint moves past what aged out', async () => {
    const trace = await run({ records: [record(1, { at: -80 })], mapping: old(0).mapping });

    expect(trace.checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1']);
    expect(trace.lastProcessingResult).toBe('No records processed');
  });
});

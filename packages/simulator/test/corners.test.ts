import { describe, expect, test } from '@jest/globals';
import { checkRetryBudget, checkSettled } from '../src/index.ts';
import {
  calls,
  counting,
  discards,
  documents,
  eventsOf,
  failingOn,
  record,
  records,
  run,
  streamArn,
  timedCalls,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

const hour = 3_600_000;

describe('a window whose state is too large', () => {
  /** The state of the first call is too large; the final call fails. */
  const outgrowing = (event: StreamEvent): unknown => {
    if (event.isFinalInvokeForWindow) throw new Error('not yet');
    return { state: 'x'.repeat(2_000_000) };
  };

  test('S57: an early final call under retry is due again after a disable, with a fresh budget and an id of its own', async () => {
    const trace = await run({
      handler: outgrowing,
      mapping: { TumblingWindowInSeconds: 10, MaximumRetryAttempts: 2, ...toQueue },
      actions: [
        { atMs: 300, do: 'disable' },
        { atMs: 5000, do: 'enable' },
      ],
      untilMs: 8000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[] 0.2:[] 5:[] 5.2:[] 5.6:[]');
    expect(discards(trace)).toEqual(['[] RetryAttemptsExhausted 3']);
    const ids = trace.invocations.slice(1).map(({ requestId }) => requestId);
    expect(new Set(ids.slice(0, 2)).size).toBe(1);
    expect(new Set(ids.slice(2)).size).toBe(1);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('S57: its age counts afresh too', async () => {
    const trace = await run({
      handler: outgrowing,
      mapping: { TumblingWindowInSeconds: 10, MaximumRecordAgeInSeconds: 60, ...toQueue },
      actions: [
        { atMs: 100, do: 'disable' },
        { atMs: 50_000, do: 'enable' },
      ],
      untilMs: 160_000,
    });

    expect(eventsOf(trace, 'recordsDiscarded').map(({ atMs }) => atMs >= 110_000)).toEqual([true]);
  });
});

test('S8: the event of a window fills the limit to the last byte, its fields and its state included', async () => {
  const fields = {
    shardId: 'shardId-00000000000000000000-00000000',
    eventSourceARN: streamArn,
    window: { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:10Z' },
    state: {},
    isFinalInvokeForWindow: false,
    isWindowTerminatedEarly: false,
  };
  const bytes = Buffer.byteLength(JSON.stringify({ Records: records(3), ...fields }));
  const setup = { records: records(4), handler: counting, mapping: { TumblingWindowInSeconds: 10 }, untilMs: 1000 };

  const fits = await run({ ...setup, semantics: { payloadLimitBytes: bytes } });
  const tooMany = await run({ ...setup, semantics: { payloadLimitBytes: bytes - 1 } });

  expect(calls(fits)).toBe('[1,2,3] [4]');
  expect(calls(tooMany)).toBe('[1,2] [3,4]');
});

describe('what left the stream during a block of 24 hours', () => {
  /** Record 1 blocks the shard; 2 and 3 leave the stream unread, 4 and 5 are still there. */
  const blocked = {
    records: [
      record(1),
      record(2, { at: 100, eventName: 'REMOVE' }),
      record(3, { at: 100 }),
      record(4, { at: 40_000 }),
      record(5, { at: 40_000 }),
      record(6, { at: 40_000 }),
    ],
    handler: failingOn(1),
    mapping: { ...toQueue, BatchSize: 3 },
    actions: [
      { atMs: 1000, do: 'disable' as const },
      { atMs: 25 * hour, do: 'enable' as const },
    ],
  };

  test('S2: takes no place in a batch: the next one is full', async () => {
    const trace = await run(blocked);

    expect(calls(trace)).toMatch(/^(\[1\] )+\[4,5,6\]$/);
    expect(discards(trace)).toEqual(['[1,2,3] StreamRetentionExceeded 1']);
  });

  test('S58: is neither polled nor filtered out', async () => {
    const inserts = { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] } };
    const { metrics } = await run({ ...blocked, mapping: { ...blocked.mapping, ...inserts } });

    expect(metrics).toMatchObject({ PolledEventCount: 4 });
    expect(metrics).not.toHaveProperty('FilteredOutEventCount');
  });

  test('S38: nobody is told of what nobody read, whatever is told of what was read', async () => {
    const trace = await run({ ...blocked, semantics: { retentionExpiryDocument: true } });

    expect(trace.discarded).toHaveLength(3);
    expect(documents(trace)).toEqual([]);
  });
});

test('S6: the batching window behind a record that is too large begins when that record is given up', async () => {
  const trace = await run({
    records: [record(1, { padding: 3000 }), record(2)],
    mapping: { ...toQueue, MaximumBatchingWindowInSeconds: 5, MaximumRetryAttempts: 4 },
    semantics: { payloadLimitBytes: 1000 },
  });

  expect(eventsOf(trace, 'recordsDiscarded').map(({ atMs }) => atMs)).toEqual([3000]);
  expect(timedCalls(trace)).toBe('8:[2]');
});

test('S6: the batching window behind a batch that is too old begins when that batch is given up', async () => {
  const trace = await run({
    records: [record(1), record(2, { at: 12 })],
    handler: failingOn(1),
    mapping: { ...toQueue, MaximumBatchingWindowInSeconds: 5, MaximumRecordAgeInSeconds: 60 },
    semantics: { backoff: { firstMs: 30_000, factor: 1, maxMs: 30_000 } },
  });

  expect(eventsOf(trace, 'recordsDiscarded').map(({ atMs }) => atMs)).toEqual([65_000]);
  expect(timedCalls(trace)).toBe('5:[1] 35:[1] 70:[2]');
});

test.each([
  ['f', 'arn:aws:lambda:eu-west-1:123456789012:function:f', 'f'],
  ['f:live', 'arn:aws:lambda:eu-west-1:123456789012:function:f:live', 'f'],
  ['function:f', 'arn:aws:lambda:eu-west-1:123456789012:function:f', 'f'],
  ['function:f:live', 'arn:aws:lambda:eu-west-1:123456789012:function:f:live', 'f'],
  ['999999999999:function:f', 'arn:aws:lambda:eu-west-1:999999999999:function:f', 'f'],
  ['999999999999:f', 'arn:aws:lambda:eu-west-1:999999999999:function:f', 'f'],
  ['eu-central-1:999999999999:f:live', 'arn:aws:lambda:eu-central-1:999999999999:function:f:live', 'f'],
  ['function:function', 'arn:aws:lambda:eu-west-1:123456789012:function:function', 'function'],
  ['us-gov-west-1:999999999999:function:f:2', 'arn:aws:lambda:us-gov-west-1:999999999999:function:f:2', 'f'],
  ['arn:aws:lambda:us-east-1:111111111111:function:f:2', 'arn:aws:lambda:us-east-1:111111111111:function:f:2', 'f'],
])('S39: a document names the function %s as %s', async (FunctionName, arn, name) => {
  const names: string[] = [];
  const trace = await run({
    handler: (_event: unknown, context: { functionName: string }) => {
      names.push(context.functionName);
      throw new Error('poison');
    },
    mapping: { ...toQueue, MaximumRetryAttempts: 0, FunctionName },
  });

  expect(documents(trace)[0]?.requestContext.functionArn).toBe(arn);
  expect(names).toEqual([name]);
});

describe('LATEST', () => {
  const latest = { ...toQueue, StartingPosition: 'LATEST', MaximumRetryAttempts: 1 } as const;

  test('S2: warns that it may miss records, once, with what to do; TRIM_HORIZON does not', async () => {
    const actions = [{ atMs: 10, do: 'update' as const, mapping: { BatchSize: 5 } }];
    const trace = await run({ mapping: latest, actions });

    expect(trace.warnings).toMatchObject([
      { code: 'latestMayMiss', message: expect.stringContaining('Start at TRIM_HORIZON') },
    ]);
    expect((await run({ mapping: { ...latest, StartingPosition: 'TRIM_HORIZON' }, actions })).warnings).toEqual([]);
  });

  test('S2: a record that it misses is not settled', async () => {
    const trace = await run({ records: records(2), mapping: latest, semantics: { latestGapMs: 1 } });

    expect(checkSettled(trace).map(({ code }) => code)).toEqual(['missedByLatest', 'missedByLatest']);
    expect(trace.warnings.map(({ message }) => message).join()).toContain('2 came in a gap of LATEST (S2)');
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('2');
  });
});

describe('a call under way', () => {
  test('S61: at a disable, uses up its budget when it fails: its batch is given up, and not read again', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { ...toQueue, BatchSize: 1, MaximumRetryAttempts: 0 },
      invocationDurationMs: 1000,
      actions: [
        { atMs: 500, do: 'disable' },
        { atMs: 5000, do: 'enable' },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 5:[2]');
    expect(eventsOf(trace, 'recordsDiscarded').map(({ atMs }) => atMs)).toEqual([1000]);
    expect(documents(trace)).toHaveLength(1);
  });

  test('S61: at a disable, with budget left when it fails, is read again with a fresh one', async () => {
    const trace = await run({
      handler: failingOn(1),
      mapping: { ...toQueue, MaximumRetryAttempts: 1 },
      invocationDurationMs: 1000,
      actions: [
        { atMs: 500, do: 'disable' },
        { atMs: 5000, do: 'enable' },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 5:[1] 6.2:[1]');
  });

  test('S62: at an update, is judged by the settings that it was made under; what is read then, by the new', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(1),
      mapping: { ...toQueue, BatchSize: 2, MaximumRetryAttempts: 0 },
      invocationDurationMs: 1000,
      actions: [
        { atMs: 400, do: 'update', mapping: { MaximumRetryAttempts: 3, BisectBatchOnFunctionError: true } },
        { atMs: 600, do: 'update', mapping: { BatchSize: 1 } },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 1:[3] 2:[4]');
    expect(discards(trace)).toEqual(['[1,2] RetryAttemptsExhausted 1']);
    expect(checkRetryBudget(trace)).toEqual([]);
  });
});

describe('windows', () => {
  test('S63: a record of an earlier window ends the open one and opens its own again, with a fresh state', async () => {
    const trace = await run({
      records: [record(1, { at: 5 }), record(2, { at: 12 }), record(3, { at: 9 }), record(4, { at: 13 })],
      handler: counting,
      mapping: { TumblingWindowInSeconds: 10 },
      untilMs: 14_000,
    });

    const told = trace.invocations.map(({ window, sequenceNumbers, state }) => {
      return `${window?.start.slice(17, 19)} [${sequenceNumbers.join(',')}] ${JSON.stringify(state)}`;
    });
    expect(told).toEqual([
      '00 [1] {}',
      '00 [] {"count":1}',
      '10 [2] {}',
      '10 [] {"count":1}',
      '00 [3] {}',
      '00 [] {"count":1}',
      '10 [4] {}',
    ]);
  });

  test('S64: a report on a final call names nothing of its batch: the call failed, and is repeated', async () => {
    const trace = await run({
      handler: (event: StreamEvent) => ({
        ...counting(event),
        batchItemFailures: event.isFinalInvokeForWindow ? [{ itemIdentifier: '1' }] : [],
      }),
      mapping: {
        ...toQueue,
        TumblingWindowInSeconds: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 1,
      },
    });

    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success', 'malformedReport', 'malformedReport']);
    expect(discards(trace)).toEqual(['[] RetryAttemptsExhausted 2']);
  });
});

test('S65: more than two readers of a shard are throttled, and a trace warns', async () => {
  const trace = await run({
    records: [record(1), record(2, { at: 10.1 })],
    mapping: { ...toQueue, MaximumRetryAttempts: 1 },
    semantics: { readersOfShard: 4 },
  });

  expect(timedCalls(trace)).toBe('0:[1] 10.5:[2]');
  expect(trace.warnings.map(({ code }) => code)).toEqual(['tooManyReaders']);
});

describe('report keys in capitals', () => {
  test('S20: BatchItemFailures does not report: the batch is processed, and a warning says so', async () => {
    const trace = await run({
      records: records(2),
      handler: async () => ({ BatchItemFailures: [{ itemIdentifier: '1' }] }),
      mapping: { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 0, ...toQueue },
    });

    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
    expect(trace.warnings.map(({ code }) => code)).toEqual(['capitalisedReportKey']);
  });
});

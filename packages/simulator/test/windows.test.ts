import { describe, expect, test } from '@jest/globals';
import type { EventSourceMapping, Trace } from '../src/index.ts';
import {
  calls,
  counting,
  discards,
  documents,
  eventsOf,
  failingOn,
  record,
  records,
  reporting,
  reports,
  run,
  sequenceNumbersOf,
  streamArn,
  timedCalls,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

const window: Partial<EventSourceMapping> = { TumblingWindowInSeconds: 10 };

/** Each call as records, state given, and flags: `[1] {} | [] {"count":1} final`. */
function windowCalls({ invocations }: Trace): string {
  return invocations
    .map(({ sequenceNumbers, state, isFinalInvokeForWindow, isWindowTerminatedEarly }) => {
      const flags = `${isFinalInvokeForWindow ? ' final' : ''}${isWindowTerminatedEarly ? ' early' : ''}`;
      return `[${sequenceNumbers.join(',')}] ${JSON.stringify(state)}${flags}`;
    })
    .join(' | ');
}

/** A handler that fails where `fails` says so and else counts. */
function countingUnless(fails: (event: StreamEvent) => boolean) {
  return (event: StreamEvent): unknown => {
    if (fails(event)) throw new Error('poison');
    return counting(event);
  };
}

const holds = (event: StreamEvent, sequence: number): boolean => sequenceNumbersOf(event).includes(String(sequence));

describe('the calls of a window', () => {
  test('S46: the event has the fields of its window behind Records, in the order of AWS; the first state is {}', async () => {
    const seen: string[] = [];
    await run({
      handler: (event: StreamEvent) => {
        seen.push(JSON.stringify({ ...event, Records: event.Records.length }));
        return counting(event);
      },
      mapping: window,
    });

    const shown = (head: number, state: string, final: boolean): string =>
      `{"Records":${head},"shardId":"shardId-00000000000000000000-00000000","eventSourceARN":"${streamArn}","window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:10Z"},"state":${state},"isFinalInvokeForWindow":${final},"isWindowTerminatedEarly":false}`;
    expect(seen).toEqual([shown(1, '{}', false), shown(0, '{"count":1}', true)]);
  });

  test('S46: with isolation none the event has the same fields', async () => {
    const seen: string[] = [];
    const handler = (event: StreamEvent): unknown => {
      seen.push(JSON.stringify(event));
      return counting(event);
    };

    await run({ handler, mapping: window });
    await run({ handler, mapping: window, isolation: 'none' });

    expect(seen.slice(2)).toEqual(seen.slice(0, 2));
  });

  test('S47: the window is that of the creation, aligned to the epoch, its end exclusive', async () => {
    const trace = await run({
      records: [record(1, { at: 9.999 }), record(2, { at: 10 }), record(3, { at: 19 })],
      handler: counting,
      mapping: window,
      untilMs: 60_000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {"count":1} final | [2] {} | [3] {"count":1}');
    expect(trace.invocations.map(({ window: bounds }) => bounds?.start.slice(17, 19))).toEqual([
      '00',
      '00',
      '10',
      '10',
    ]);
  });

  test('S47: windows are aligned to the epoch, not to the start of the scenario', async () => {
    const trace = await run({
      startAt: '2026-01-01T00:00:07.000Z',
      records: [record(1, { at: 7 }), record(2, { at: 10 })],
      handler: counting,
      mapping: window,
      untilMs: 5000,
    });

    expect(trace.invocations.map(({ window: bounds }) => bounds)).toEqual([
      { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:10Z' },
      { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:10Z' },
      { start: '2026-01-01T00:00:10Z', end: '2026-01-01T00:00:20Z' },
    ]);
  });

  test('S47: a batch holds the records of one window, however many were read together', async () => {
    const trace = await run({
      startAt: '2026-01-01T00:01:00.000Z',
      records: [record(1, { at: 1 }), record(2, { at: 2 }), record(3, { at: 12 }), record(4, { at: 35 })],
      handler: counting,
      mapping: window,
      untilMs: 0,
    });

    expect(windowCalls(trace)).toBe('[1,2] {} | [] {"count":2} final | [3] {} | [] {"count":1} final | [4] {}');
  });

  test('S48: each call gets the state that the last successful call of its window returned', async () => {
    const trace = await run({
      records: [1, 2, 3].map((n) => record(n, { at: n })),
      handler: counting,
      mapping: { ...window, BatchSize: 1 },
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [2] {"count":1} | [3] {"count":2}');
    expect(trace.invocations.some(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow)).toBe(false);
  });

  test('S49: the final call is always separate, without records; then the next window starts from {}', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: counting,
      mapping: window,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {"count":1} final | [2] {} | [] {"count":1} final');
    expect(eventsOf(trace, 'windowClosed').map(({ window: { start } }) => start.slice(17, 19))).toEqual(['00', '10']);
  });

  test('S49: windows without records get no call', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 75 })],
      handler: counting,
      mapping: window,
      untilMs: 80_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 75:[] 75:[2]');
  });

  test('S50: a window ends when a record of a later one is read', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 30 })],
      handler: counting,
      mapping: window,
      untilMs: 31_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 30:[] 30:[2]');
  });

  test('S50: a window ends with its shard, and the child begins afresh', async () => {
    const trace = await run({
      shards: { parent: { records: [record(1)] }, child: { parents: ['parent'], records: [record(2, { at: 1 })] } },
      handler: counting,
      mapping: window,
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {"count":1} final | [2] {}');
    expect(trace.invocations.map(({ shardId }) => shardId)).toEqual(['parent', 'parent', 'child']);
  });

  test('S50: an idle window is closed two minutes after its end, and the step names its assumption', async () => {
    const trace = await run({ records: [record(1, { at: 3 })], handler: counting, mapping: window });

    expect(timedCalls(trace)).toBe('3:[1] 130:[]');
    expect(eventsOf(trace, 'invocationStarted').map(({ assumption }) => assumption)).toEqual([
      undefined,
      'idleWindowCloseMs',
    ]);
  });

  test('S50: a record of the same window that comes late keeps an idle window open', async () => {
    const late = record(2, { at: 9 });
    const trace = await run({
      records: [record(1), late, record(3, { at: 100 })],
      handler: counting,
      mapping: window,
      untilMs: 110_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 9:[2] 100:[] 100:[3]');
  });

  test('S50: a record of an earlier window, as creation times may go back, ends a window too', async () => {
    const trace = await run({
      startAt: '2026-01-01T00:01:00.000Z',
      records: [record(1, { at: 12 }), record(2, { at: 3 }), record(3, { at: 14 })],
      handler: counting,
      mapping: window,
      untilMs: 0,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {"count":1} final | [2] {} | [] {"count":1} final | [3] {}');
  });

  test('S4: a batching window gathers within its tumbling window', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 3 }), record(3, { at: 11 })],
      handler: counting,
      mapping: { ...window, MaximumBatchingWindowInSeconds: 30 },
      untilMs: 60_000,
    });

    expect(calls(trace)).toBe('[1,2] [] [3]');
  });
});

describe('failing calls of a window', () => {
  test('S51: an answer without a state is a failed call, which the retry policy repeats', async () => {
    const trace = await run({
      handler: () => ({}),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 1 },
      untilMs: 1000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [1] {}');
    expect(documents(trace)[0]?.responseContext?.functionError).toBeNull();
  });

  test('S52: a state over 1 MiB ends the window at once, with a final call that has it and both flags', async () => {
    const text = 'x'.repeat(1024 * 1024 - '{"text":""}'.length + 1);
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler: (event: StreamEvent) => ({ state: event.Records.length > 0 && holds(event, 1) ? { text } : {} }),
      mapping: window,
      untilMs: 5000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[] 1:[2]');
    const [, final, later] = trace.invocations;
    expect(final).toMatchObject({ isFinalInvokeForWindow: true, isWindowTerminatedEarly: true, state: { text } });
    expect(later).toMatchObject({ isFinalInvokeForWindow: false, isWindowTerminatedEarly: false, state: {} });
    expect(eventsOf(trace, 'windowClosed')).toMatchObject([{ isTerminatedEarly: true }]);
  });

  test('S52: a state of exactly 1 MiB goes on', async () => {
    const text = 'x'.repeat(1024 * 1024 - '{"text":""}'.length);
    const trace = await run({ handler: () => ({ state: { text } }), mapping: window, untilMs: 5000 });

    expect(calls(trace)).toBe('[1]');
  });

  test('S52: later records of a window that ended early are a new instance of it, with a final call of its own', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 }), record(3, { at: 2 })],
      handler: (event: StreamEvent) => (holds(event, 1) ? { state: 'x'.repeat(2_000_000) } : counting(event)),
      mapping: window,
    });

    expect(calls(trace)).toBe('[1] [] [2] [3] []');
    expect(trace.invocations.map(({ isWindowTerminatedEarly }) => isWindowTerminatedEarly)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(trace.invocations.at(-1)?.state).toEqual({ count: 2 });
    expect(new Set(trace.invocations.map(({ requestId }) => requestId)).size).toBe(5);
  });

  test('S53: a retry gets the same batch and the same state', async () => {
    let failures = 2;
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler: countingUnless((event) => holds(event, 2) && failures-- > 0),
      mapping: window,
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [2] {"count":1} | [2] {"count":1} | [2] {"count":1}');
  });

  test('S53: the halves of a bisected batch pass their state on from left to right', async () => {
    const trace = await run({
      records: records(4),
      handler: countingUnless((event) => holds(event, 3)),
      mapping: { ...window, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1,2,3,4] {} | [1,2] {} | [3,4] {"count":2} | [3] {"count":2} | [4] {"count":2}');
  });

  test('S54: after a discard the window goes on with the last good state', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 }), record(3, { at: 2 })],
      handler: countingUnless((event) => holds(event, 2)),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 0 },
    });

    expect(windowCalls(trace)).toBe('[1] {} | [2] {"count":1} | [3] {"count":1} | [] {"count":2} final');
    expect(discards(trace)).toEqual(['[2] RetryAttemptsExhausted 1']);
  });

  test('S54: a window that lost all its records to retries has its final call, with {}', async () => {
    const trace = await run({
      handler: countingUnless((event) => holds(event, 1)),
      mapping: { ...window, MaximumRetryAttempts: 0 },
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {} final');
  });

  test('S54: a record that fails until it is too old is discarded in an open window too', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler: countingUnless((event) => holds(event, 2)),
      mapping: { TumblingWindowInSeconds: 300, ...toQueue, MaximumRecordAgeInSeconds: 60 },
      untilMs: 200_000,
    });

    expect(discards(trace)).toEqual(['[2] RecordAgeExceeded 9']);
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('2');
  });

  test('S54: a window whose records all aged out before any call was never opened', async () => {
    const trace = await run({
      records: [record(1, { at: -80 }), record(2)],
      handler: counting,
      mapping: { ...window, ...toQueue, MaximumRecordAgeInSeconds: 60 },
    });

    expect(windowCalls(trace)).toBe('[2] {} | [] {"count":1} final');
    expect(documents(trace)[0]?.timeWindowInfo).toBeDefined();
  });

  test('S55: a failing final call is retried like any other and then given up; the next window starts normally', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: countingUnless((event) => event.isFinalInvokeForWindow === true),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 1 },
      untilMs: 20_000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [] {"count":1} final | [] {"count":1} final | [2] {}');
    expect(discards(trace)).toEqual(['[] RetryAttemptsExhausted 2']);
    expect(new Set(trace.invocations.slice(1, 3).map(({ requestId }) => requestId)).size).toBe(1);
  });

  test('S55: without a limit of retries processing waits until the final call succeeds', async () => {
    let failures = 5;
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: countingUnless((event) => event.isFinalInvokeForWindow === true && failures-- > 0),
      mapping: window,
      untilMs: 20_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 10:[] 10.2:[] 10.6:[] 11.4:[] 13:[] 16.2:[] 16.2:[2]');
  });

  test('S55: a final call that is throttled for ever ends after the 24 hours of the stream', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: counting,
      mapping: { ...window, ...toQueue },
      faults: ({ sequenceNumbers }) => (sequenceNumbers.length === 0 ? 'throttle' : undefined),
      untilMs: 87_000_000,
    });

    expect(discards(trace)[0]).toBe('[] StreamRetentionExceeded 1');
    expect(eventsOf(trace, 'recordsDiscarded')[0]?.atMs).toBeGreaterThanOrEqual(86_410_000);
    expect(trace.destination).toEqual([]);
  });

  test('S55: a final call that times out or reports failures of records it has not is a failed one', async () => {
    const reported = await run({
      handler: (event: StreamEvent) =>
        event.isFinalInvokeForWindow
          ? { state: {}, batchItemFailures: [{ itemIdentifier: '1' }] }
          : { state: {}, batchItemFailures: [] },
      mapping: { ...window, ...reports, MaximumRetryAttempts: 0 },
    });

    expect(reported.invocations.at(-1)?.outcome).toBe('malformedReport');
    expect(discards(reported)).toEqual(['[] RetryAttemptsExhausted 1']);
  });
});

describe('windows with reports, disables and checkpoints', () => {
  test('S56: the state beside a report with progress counts; the suffix is called with it', async () => {
    const trace = await run({
      records: records(4),
      handler: (event: StreamEvent) => ({ ...counting(event), ...reporting(3)(event) }),
      mapping: { ...window, ...reports, MaximumRetryAttempts: 0 },
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1,2,3,4] {} | [3,4] {"count":4}');
    expect(discards(trace)).toEqual(['[3,4] RetryAttemptsExhausted 1']);
  });

  test('S56: the state beside a report that names the first record does not count', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler: (event: StreamEvent) => ({ ...counting(event), ...reporting(1)(event) }),
      mapping: { ...window, ...reports, MaximumRetryAttempts: 0 },
      untilMs: 5000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [2] {}');
  });

  test('S56: a progressing report whose state is over the limit ends the window before the suffix is sent', async () => {
    const trace = await run({
      records: records(3),
      handler: (event: StreamEvent) => {
        const isFirst = event.Records.length === 3;
        return { state: isFirst ? 'x'.repeat(2_000_000) : {}, ...(isFirst && reporting(2)(event)) };
      },
      mapping: { ...window, ...reports },
      untilMs: 5000,
    });

    expect(calls(trace)).toBe('[1,2,3] [] [2,3]');
    expect(trace.invocations.at(-1)?.state).toEqual({});
  });

  test('S57: a disable in mid-window keeps the state of the window', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 4 })],
      handler: counting,
      mapping: window,
      actions: [
        { atMs: 2000, do: 'disable' },
        { atMs: 6000, do: 'enable' },
      ],
      untilMs: 9000,
    });

    expect(windowCalls(trace)).toBe('[1] {} | [2] {"count":1}');
    expect(timedCalls(trace)).toBe('0:[1] 6:[2]');
  });

  test('S57: a batch under retry in a window is forgotten by a disable, and read again with a fresh budget', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler: countingUnless((event) => holds(event, 2)),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 2 },
      actions: [
        { atMs: 1300, do: 'disable' },
        { atMs: 5000, do: 'enable' },
      ],
      untilMs: 9000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 1:[2] 1.2:[2] 5:[2] 5.2:[2] 5.6:[2]');
    expect(trace.invocations.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 1, 2, 3]);
    expect(discards(trace)).toEqual(['[2] RetryAttemptsExhausted 3']);
  });

  test('S57: a final call under retry is forgotten by a disable, and due again with a fresh budget', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: countingUnless((event) => event.isFinalInvokeForWindow === true),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 2 },
      actions: [
        { atMs: 10_300, do: 'disable' },
        { atMs: 15_000, do: 'enable' },
      ],
      untilMs: 19_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 10:[] 10.2:[] 15:[] 15.2:[] 15.6:[] 15.6:[2]');
    expect(discards(trace)).toEqual(['[] RetryAttemptsExhausted 3']);
  });

  test('S57: a poison record in a window blocks its shard like any other', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 }), record(3, { at: 12 })],
      handler: (event: StreamEvent) => {
        failingOn(2)(event);
        return counting(event);
      },
      mapping: { ...window, MaximumRetryAttempts: 4 },
      untilMs: 15_000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 1:[2] 1.2:[2] 1.6:[2] 2.4:[2] 4:[2] 12:[] 12:[3]');
  });
});

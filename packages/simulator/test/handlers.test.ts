import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { runInNewContext } from 'node:vm';
import { elapse, type LambdaHandler } from '../src/index.ts';
import {
  calls,
  discards,
  documents,
  record,
  records,
  reports,
  run,
  timedCalls,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

const once = { MaximumRetryAttempts: 0 };

async function outcomeOf(handler: LambdaHandler, isolation: 'json' | 'none' = 'json') {
  const { invocations } = await run({ handler, mapping: { ...once, ...reports }, isolation, functionTimeoutMs: 50 });
  const [{ outcome, response, error } = { outcome: 'pending' as const }] = invocations;
  return { outcome, ...(response !== undefined && { response }), ...(error !== undefined && { error }) };
}

describe('every shape of handler', () => {
  test.each<[string, LambdaHandler]>([
    ['async', async () => ({ batchItemFailures: [] })],
    ['direct', () => ({ batchItemFailures: [] })],
    // oxlint-disable-next-line unicorn/no-thenable -- promises of other libraries are what this is about.
    ['a thenable', () => ({ then: (resolve: (value: unknown) => void) => resolve({ batchItemFailures: [] }) })],
    ['callback at once', (_event, _context, callback) => callback(null, { batchItemFailures: [] })],
    ['callback later', (_e, _c, callback) => void setImmediate(() => callback(undefined, { batchItemFailures: [] }))],
  ])('%s: its answer is read', async (_, handler) => {
    expect(await outcomeOf(handler)).toEqual({ outcome: 'success', response: { batchItemFailures: [] } });
  });

  test.each<[string, LambdaHandler]>([
    ['async', async () => undefined],
    ['direct', () => undefined],
    ['callback', (_event, _context, callback) => callback(null)],
    ['null', () => null],
  ])('%s without an answer: processed, as for zero bytes', async (_, handler) => {
    expect(await outcomeOf(handler)).toEqual({ outcome: 'success', response: null });
  });

  test('a callback that is called twice counts once', async () => {
    const handler: LambdaHandler = (_event, _context, callback) => {
      callback(null, 'first');
      callback(new Error('second'));
    };

    expect(await outcomeOf(handler)).toEqual({ outcome: 'success', response: 'first' });
  });

  test('a handler with a callback that returns a promise is awaited', async () => {
    const handler: LambdaHandler = async (_event, _context, _callback) => 'promised';

    expect(await outcomeOf(handler)).toEqual({ outcome: 'success', response: 'promised' });
  });
});

class OrderError extends Error {
  override readonly name = 'OrderError';
}

describe('every way to fail', () => {
  const bare: unknown = Object.create(null);

  test.each<[unknown, string, string]>([
    [new Error('broken'), 'Error', 'broken'],
    [new OrderError('no such order'), 'OrderError', 'no such order'],
    ['a text', 'string', 'a text'],
    [42, 'number', '42'],
    [undefined, 'undefined', 'undefined'],
    [null, 'object', 'null'],
    [Symbol('s'), 'symbol', 'Symbol(s)'],
    [{ code: 5 }, 'object', '[object Object]'],
    [{ name: 'LikeError', message: 'no instance of Error' }, 'object', '[object Object]'],
    [runInNewContext("new RangeError('from another realm')"), 'RangeError', 'from another realm'],
  ])('throwing %p is a function error', async (thrown, errorType, errorMessage) => {
    const failed = { outcome: 'functionError', error: { errorType, errorMessage } };

    expect(
      await outcomeOf(() => {
        throw thrown;
      }),
    ).toEqual(failed);
    expect(await outcomeOf(() => Promise.reject(thrown))).toEqual(failed);
  });

  test('an error given to the callback is a function error', async () => {
    expect(await outcomeOf((_event, _context, callback) => callback(new Error('called back')))).toMatchObject({
      outcome: 'functionError',
      error: { errorType: 'Error', errorMessage: 'called back' },
    });
    expect(await outcomeOf((_event, _context, callback) => callback('a text'))).toMatchObject({
      outcome: 'functionError',
      error: { errorType: 'string', errorMessage: 'a text' },
    });
  });

  test('an answer that is no JSON is a function error', async () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;

    for (const answer of [loop, { big: 10n }]) {
      expect(await outcomeOf(() => answer)).toMatchObject({
        outcome: 'functionError',
        error: {
          errorType: 'Runtime.JSONStringifyError',
          errorMessage: 'Unable to stringify response body',
        },
      });
    }
  });

  test('a function as answer is a function error: it has no text', async () => {
    expect(await outcomeOf(() => () => 5)).toMatchObject({
      outcome: 'functionError',
      error: { errorType: 'TypeError', errorMessage: 'Wrong arguments' },
    });
  });

  test('what has no text at all, not even for a log, ends the process', async () => {
    expect(await outcomeOf(() => Promise.reject(bare))).toMatchObject({
      outcome: 'functionError',
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 1') },
    });
  });

  test('an answer goes through JSON: what JSON leaves out is not there', async () => {
    const answer = { at: new Date(0), none: undefined, nan: Number.NaN };

    expect(await outcomeOf(() => answer)).toMatchObject({ response: { at: '1970-01-01T00:00:00.000Z', nan: null } });
  });

  test('an answer over 6 MB is a function error, and its records are retried', async () => {
    const trace = await run({
      records: records(2),
      handler: (event: StreamEvent) => ({ padding: 'x'.repeat(event.Records.length === 2 ? 6_300_000 : 10) }),
      mapping: { ...once, ...toQueue, BisectBatchOnFunctionError: true },
    });

    expect(calls(trace)).toBe('[1,2] [1] [2]');
    expect(trace.invocations[0]?.outcome).toBe('responseTooLarge');
  });

  test('a handler that hangs times out for real, and in virtual time', async () => {
    const trace = await run({
      handler: () => new Promise((resolve) => setTimeout(resolve, 200)),
      mapping: { ...toQueue, MaximumRetryAttempts: 1 },
      functionTimeoutMs: 20,
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.22:[1]');
    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout']);
    expect(documents(trace)[0]?.responseContext?.functionError).toBe('Unhandled');
  });

  test('a context that a Proxy stands before, which wraps all that it is asked for, still says what is waited for', async () => {
    const membrane = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (...given) => {
          const value: unknown = Reflect.get(...given);
          return typeof value === 'object' && value !== null ? membrane(value) : value;
        },
      });
    const waits: LambdaHandler = (_event, context, callback) => {
      callback(null, membrane(Object(context)).callbackWaitsForEmptyEventLoop);
    };

    expect(await outcomeOf(waits)).toMatchObject({ outcome: 'success', response: true });
  });

  test('a callback that never comes is an answer of nothing, as nothing is left that could call it', async () => {
    const never: LambdaHandler = (_event, _context, _callback) => undefined;

    expect(await outcomeOf(never)).toEqual({ outcome: 'success', response: null });
  });
});

describe('virtual time in a handler', () => {
  test('elapse makes the call longer and the remaining time shorter', async () => {
    const remaining: number[] = [];
    const trace = await run({
      records: [record(1), record(2), record(3, { at: 1 })],
      handler: async ({ Records }: StreamEvent, context: Context) => {
        for (const _ of Records) {
          await elapse(context, 400);
          remaining.push(context.getRemainingTimeInMillis());
        }
      },
      functionTimeoutMs: 2000,
    });

    expect(remaining).toEqual([1600, 1200, 1600]);
    expect(trace.invocations.map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs)).toEqual([800, 400]);
  });

  test('S30: what elapses past the timeout is never done: the code stops where Lambda would have killed it', async () => {
    const effects: string[] = [];
    const trace = await run({
      records: records(3),
      handler: async ({ Records }: StreamEvent, context: Context) => {
        for (const { eventID = '' } of Records) {
          await elapse(context, 400);
          effects.push(eventID);
        }
      },
      mapping: once,
      functionTimeoutMs: 1000,
    });

    expect(effects).toEqual(['event-1', 'event-2']);
    expect(trace.invocations[0]).toMatchObject({ outcome: 'timeout', endedAtMs: 1000 });
  });

  test('S30: a call that takes exactly its timeout is in time', async () => {
    const trace = await run({
      handler: async (_event: unknown, context: Context) => elapse(context, 1000),
      mapping: once,
      functionTimeoutMs: 1000,
    });

    expect(trace.invocations[0]).toMatchObject({ outcome: 'success', endedAtMs: 1000 });
  });

  test('what elapses adds up with invocationDurationMs', async () => {
    const trace = await run({
      handler: async (_event: unknown, context: Context) => elapse(context, 600),
      invocationDurationMs: 500,
      mapping: once,
      functionTimeoutMs: 1000,
    });

    expect(trace.invocations[0]).toMatchObject({ outcome: 'timeout', endedAtMs: 1000 });
  });

  test('an elapse that nobody awaits still times the call out', async () => {
    const handler: LambdaHandler = (_event, context) => {
      void elapse(context, 100);
      return 'done';
    };

    expect(await outcomeOf(handler)).toEqual({ outcome: 'timeout' });
  });

  test('elapse is for the context of a simulated invocation and for times', async () => {
    expect(() => elapse({}, 5)).toThrow(
      'elapse: this is not the context of a simulated invocation. Pass the context that the handler got.',
    );
    expect(await outcomeOf(async (_event, context) => elapse(context, -1))).toMatchObject({
      outcome: 'functionError',
      error: { errorType: 'RangeError', errorMessage: 'elapse: -1 is not a time. Pass 0 or more milliseconds.' },
    });
  });
});

describe('the context', () => {
  test('names the function, its version and the request as Lambda does', async () => {
    const seen: Context[] = [];
    const trace = await run({
      handler: (_event, context: Context) => void seen.push(context),
      mapping: { FunctionName: 'orders:live' },
    });

    expect(seen[0]).toMatchObject({
      functionName: 'orders',
      functionVersion: '1',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders:live',
      awsRequestId: trace.invocations[0]?.requestId,
      memoryLimitInMB: '128',
    });
  });
});

describe('where records come from', () => {
  test.each(['json', 'none'] as const)(
    'async iterables, with isolation %s, give the trace of a list',
    async (isolation) => {
      const given = records(7);
      async function* stream() {
        for (const each of given) yield each;
      }
      const mapping = { BatchSize: 3 };

      const streamed = await run({ records: stream(), mapping, isolation });
      const listed = await run({ records: given, mapping, isolation });

      expect(streamed.toText()).toBe(listed.toText());
    },
  );

  test('a generator is read as far as it is needed', async () => {
    let made = 0;
    function* stream() {
      for (let sequence = 1; sequence <= 1000; sequence++) {
        made++;
        yield record(sequence, { at: sequence });
      }
    }

    await run({ records: stream(), untilMs: 10_000, mapping: { BatchSize: 5 } });

    expect(made).toBeLessThan(30);
  });

  test('an iterable that fails fails the simulation', async () => {
    async function* stream() {
      yield record(1);
      throw new Error('the disk is gone');
    }

    await expect(run({ records: stream() })).rejects.toThrow('the disk is gone');
  });

  test('a Set will do', async () => {
    expect(discards(await run({ records: new Set(records(2)) }))).toEqual([]);
  });
});

import { format, inspect } from 'node:util';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { batchHandler, bulkHandler, processBatch, type RecordScope, tumblingWindow } from '@millrace/handler';
import { batchOf, contextWith, inserted, memoryLogger, numbers, orders } from '../orders.ts';

/* oxlint-disable unicorn/no-thenable -- Promises that others made are what is tried here. */

// What a handler, its context or its event may do that nobody expects of them.

const logger = memoryLogger();

afterEach(() => {
  jest.useRealTimers();
});

describe('a handler that changes the list of the event', () => {
  const changes: readonly (readonly [string, (list: unknown[]) => void])[] = [
    ['empties it', (list) => list.splice(0)],
    ['reverses it', (list) => list.reverse()],
    ['shortens it', (list) => list.pop()],
    ['puts another record into it', (list) => list.unshift(inserted(99))],
  ];

  test.each(changes)('that %s acknowledges only what was handled', async (_, change) => {
    for (const concurrency of [1, 2]) {
      const event = batchOf(4);
      const seen: string[] = [];
      const outcome = await processBatch(
        orders,
        async (record) => {
          seen.push(record.sequenceNumber);
          if (record.sequenceNumber === '1') change(event.Records);
          await Promise.resolve();
          if (record.sequenceNumber === '3') throw new Error('no');
        },
        event,
        { logger, concurrency },
      );

      expect(outcome).toMatchObject({ received: 4, retryFrom: { sequenceNumber: '3' } });
      expect(seen).toEqual(expect.arrayContaining(numbers(1, 2, 3)));
      for (const done of outcome.processed) expect(seen).toContain(done);
    }
  });

  test.each(changes)('that %s does so in a bulk handler too', async (_, change) => {
    const event = batchOf(4);
    const seen: string[] = [];
    const handler = bulkHandler(
      orders,
      (records) => {
        seen.push(...records.map(({ sequenceNumber }) => sequenceNumber));
        change(event.Records);
      },
      { logger, chunkSize: 2 },
    );

    await expect(handler(event)).resolves.toEqual({ batchItemFailures: [] });
    expect(seen).toEqual(numbers(1, 2, 3, 4));
  });
});

describe('the signal', () => {
  test('is aborted also for who asks for it after the record was given up', async () => {
    let scope: RecordScope | undefined;
    await processBatch(
      orders,
      (_record, given) => {
        scope = given;
        return new Promise(() => {});
      },
      batchOf(1),
      { logger, recordTimeoutMs: 5 },
    );

    expect(scope?.signal.aborted).toBe(true);
    expect(scope?.signal.reason).toMatchObject({ code: 'RecordTimeoutError', reason: 'recordTimedOut' });
  });

  test('is not aborted after a record that ended', async () => {
    let scope: RecordScope | undefined;
    await processBatch(orders, async (_record, given) => void (scope = given), batchOf(1), { logger });

    expect(scope?.signal.aborted).toBe(false);
  });
});

describe('what a handler answers with', () => {
  const never = (): Promise<never> => new Promise(() => {});

  test.each<[string, unknown]>([
    ['a promise that never settles', { then: (resolve: (value: unknown) => void) => resolve(never()) }],
    ['a thenable that never settles', { then: (resolve: (value: unknown) => void) => resolve({ then() {} }) }],
  ])('a then that passes on %s is given up as any record is', async (_, answer) => {
    const outcome = await processBatch(orders, () => answer, batchOf(2), { logger, recordTimeoutMs: 5 });

    expect(outcome).toMatchObject({ firstFailure: { index: 0, reason: 'recordTimedOut' } });
  });

  test('a then that throws is a failure, and leaves no timer', async () => {
    jest.useFakeTimers();
    const answer = {
      then() {
        throw new Error('no then');
      },
    };

    const outcome = await processBatch(orders, () => answer, batchOf(2), { logger, recordTimeoutMs: 60_000 });

    expect(outcome).toMatchObject({ firstFailure: { index: 0, error: new Error('no then') } });
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a then that answers twice, and throws after it, has answered', async () => {
    const answer = {
      then(resolve: (value: unknown) => void, reject: (error: unknown) => void) {
        resolve(1);
        reject(new Error('late'));
        throw new Error('later');
      },
    };

    await expect(processBatch(orders, () => answer, batchOf(2), { logger })).resolves.toMatchObject({
      processed: numbers(1, 2),
    });
  });
});

describe('a context', () => {
  test.each<[string, () => unknown]>([
    ['that says NaN', () => Number.NaN],
    ['that says nothing', () => undefined],
    ['that throws', () => failing('no clock')],
  ])('%s leaves the time unlimited, and recordTimeoutMs in force', async (_, getRemainingTimeInMillis) => {
    const context = { ...contextWith(1000), getRemainingTimeInMillis: getRemainingTimeInMillis as () => number };
    const all = await processBatch(orders, async () => {}, batchOf(3), { context, logger });
    const hung = await processBatch(orders, () => new Promise(() => {}), batchOf(1), {
      context,
      logger,
      recordTimeoutMs: 5,
    });

    expect(all.stopped).toBe('completed');
    expect(hung.firstFailure).toMatchObject({ reason: 'recordTimedOut' });
  });

  test('that throws only later, when a timer asks, is survived', async () => {
    let asked = 0;
    const context = { ...contextWith(1000), getRemainingTimeInMillis: () => (asked++ < 1 ? 1000 : failing('gone')) };
    const slow = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

    await expect(processBatch(orders, slow, batchOf(3), { context, logger })).resolves.toMatchObject({
      processed: numbers(1, 2, 3),
    });
  });
});

describe('keys nested 100,000 deep', () => {
  const deep = JSON.parse(`${'{"L":['.repeat(100_000)}${']}'.repeat(100_000)}`) as object;
  const event = batchOf(3);
  Object.assign(event.Records[1]?.dynamodb ?? {}, { Keys: { orderId: deep } });

  test.each([1, 3])('are the failure of their record and no other, with concurrency %p', async (concurrency) => {
    const read = (record: { readonly keys: object }): object => record.keys;

    const outcome = await processBatch(orders, read, event, { logger, concurrency });

    expect(outcome).toMatchObject({
      firstFailure: { index: 1, reason: 'poison', error: { reason: 'too-deep' } },
      retryFrom: { sequenceNumber: '2' },
    });
  });
});

describe('other events', () => {
  const handler = batchHandler(orders, () => {}, { logger });

  test('the bare list of EventBridge Pipes is refused by name', async () => {
    await expect(handler(batchOf(2).Records as never)).rejects.toThrow(
      /^Expected \{ Records \} of aws:dynamodb, got \[\{.*Map the table's stream, not Pipes/,
    );
  });

  test('Kinesis Data Streams for DynamoDB is refused by the name of its source', async () => {
    const event = { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: 'e30=', sequenceNumber: '1' } }] };

    await expect(handler(event)).rejects.toThrow(
      /got records of "aws:kinesis"\. Map the table's stream, not Pipes or Kinesis Data Streams for DynamoDB\.$/,
    );
  });

  test('a window refuses them as well, and so does a bulk handler', async () => {
    const kinesis = { Records: [{ eventSource: 'aws:kinesis', kinesis: { data: 'e30=', sequenceNumber: '1' } }] };
    const window = tumblingWindow(orders, { initial: () => 0, reduce: (state) => state, finish() {} });
    const bulk = bulkHandler(orders, () => {});

    for (const event of [kinesis, batchOf(2).Records]) {
      await expect(window(event as never)).rejects.toThrow(/Map the table's stream/);
      await expect(bulk(event as never)).rejects.toThrow(/Map the table's stream/);
    }
  });
});

test('null in place of options, definition or logger is refused by name', () => {
  const refusal = (option: string) => expect.objectContaining({ code: 'HandlerOptionError', option });
  const none = null as never;

  expect(() => batchHandler(orders, () => {}, none)).toThrow(refusal('options'));
  expect(() => bulkHandler(orders, () => {}, none)).toThrow(refusal('options'));
  expect(() => tumblingWindow(orders, none)).toThrow(refusal('definition'));
  expect(() => tumblingWindow(orders, { initial: () => 0, reduce: () => 0, finish: () => {} }, none)).toThrow(
    refusal('options'),
  );
  expect(() => batchHandler(orders, () => {}, { logger: none })).toThrow(refusal('logger'));
  return expect(processBatch(orders, () => {}, batchOf(1), none)).rejects.toThrow(refusal('options'));
});

describe('a failure that comes again with each attempt', () => {
  test('is logged once, then in a line of level debug', async () => {
    const own = memoryLogger();
    const error = new Error('no stock');
    const handler = batchHandler(orders, () => failing('no stock'), { logger: own });

    for (let attempt = 1; attempt <= 3; attempt++) await handler(batchOf(1));

    expect(own.lines.map(([level, message, thrown]) => [level, message, thrown])).toEqual([
      ['error', 'Record 1 failed (handlerFailed).', error],
      ['debug', 'Record 1 failed as before.', expect.anything()],
      ['debug', 'Record 1 failed as before.', expect.anything()],
    ]);
    for (const [, , thrown] of own.lines.slice(1)) expect(thrown).not.toBeInstanceOf(Error);
  });

  test('is logged once where the console is the logger, which has no levels', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    const debug = jest.spyOn(console, 'debug').mockImplementation(() => {});
    try {
      const handler = batchHandler(orders, () => failing('no stock'));
      for (let attempt = 1; attempt <= 3; attempt++) await handler(batchOf(1));

      expect(error).toHaveBeenCalledTimes(1);
      expect(debug).not.toHaveBeenCalled();
    } finally {
      error.mockRestore();
      debug.mockRestore();
    }
  });

  test('is logged in full when it is another, and when a hundred others have been', async () => {
    const own = memoryLogger();
    let message = '';
    const handler = batchHandler(orders, () => failing(message), { logger: own });
    const failWith = async (text: string): Promise<unknown> => {
      message = text;
      await handler(batchOf(1));
      return own.lines.at(-1)?.[1];
    };

    expect(await failWith('a')).toBe('Record 1 failed (handlerFailed).');
    expect(await failWith('b')).toBe('Record 1 failed (handlerFailed).');
    expect(await failWith('a')).toBe('Record 1 failed as before.');
    for (let number = 0; number < 100; number++) await failWith(`${number}`);
    expect(await failWith('a')).toBe('Record 1 failed (handlerFailed).');
  });
});

describe('BatchFailedError', () => {
  test.each<[string, unknown, string]>([
    ['an error', new TypeError('no stock'), 'failed (2): TypeError: no stock'],
    ['a text', 'no stock', 'failed (2): no stock'],
    ['an object without a prototype', Object.create(null), 'failed (2): an object'],
    [
      'an error whose name throws',
      Object.defineProperty(new Error('x'), 'name', { get: () => failing('y') }),
      'failed (2): an object',
    ],
  ])('names the record and what was thrown: %s', async (_, thrown, text) => {
    const handler = batchHandler(
      orders,
      ({ sequenceNumber }) => {
        if (sequenceNumber === '2') throw thrown;
      },
      { logger, onFailure: 'throw' },
    );

    await expect(handler(batchOf(3))).rejects.toMatchObject({
      message: `The whole batch is repeated: the record at index 1 ${text}`,
      cause: thrown,
    });
  });
});

function failing(message: string): never {
  throw new Error(message);
}

describe('a logger that throws changes no answer', () => {
  const throws = (): never => failing('the disk is full');
  const broken = { debug: throws, warn: throws, error: throws };
  // As that of Powertools: keys are put on it, and each record has a child of it where several run at once.
  const keyed = { ...broken, appendKeys: throws, removeKeys: throws, createChild: throws };
  const loggers = [
    ['any', broken],
    ['one that carries keys', keyed],
    ['one whose children throw', { ...keyed, createChild: () => keyed }],
  ] as const;

  test.each(loggers)('of a batch, with %s', async (_, own) => {
    for (const concurrency of [1, 3]) {
      const taken: string[] = [];
      const event = batchOf(4);
      Object.assign(event.Records[1] as object, { eventName: 'DROP' });
      const handler = batchHandler(
        orders,
        ({ sequenceNumber }) => (sequenceNumber === '4' ? failing('no stock') : undefined),
        {
          logger: own,
          concurrency,
          onPoison: ({ dynamodb }) => void taken.push(String(dynamodb?.SequenceNumber)),
          onOutcome: throws,
        },
      );

      for (const _ of ['first', 'second']) {
        expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '4' }] });
      }
      expect(taken).toEqual(numbers(2, 2));
    }
  });

  test.each(loggers)('of a bulk handler, and of one that is out of time, with %s', async (_, own) => {
    const context = contextWith(10_000);
    const bulk = bulkHandler(orders, () => failing('no stock'), { logger: own });
    const late = batchHandler(orders, () => void (context.remainingMs = 0), { logger: own });

    expect(await bulk(batchOf(2))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(await late(batchOf(2), context)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test.each(loggers)('of a window whose state is nearly too large, with %s', async (_, own) => {
    const state = 'x'.repeat(900_000);
    const definition = { initial: () => '', reduce: () => state, finish: () => undefined };
    const window = { start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:01:00Z' };
    const handler = tumblingWindow(orders, definition, { logger: own });

    const answer = await handler({
      ...batchOf(1),
      window,
      state: {},
      shardId: 'shardId-1',
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/1',
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
    });

    expect(answer).toMatchObject({ batchItemFailures: [], state: { value: state } });
  });
});

describe('what throws when it is looked at', () => {
  const hostile = (): never => {
    throw new Error('hostile');
  };
  const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, hostile]));
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const made: readonly (readonly [string, () => unknown])[] = [
    ...['name', 'message', 'stack', 'cause', 'code', 'sequenceNumber'].map(
      (name) =>
        [`an error whose ${name} throws`, () => Object.defineProperty(new Error('x'), name, { get: hostile })] as const,
    ),
    ['an error named by a symbol', () => Object.assign(new Error('x'), { name: Symbol('n'), message: Symbol('m') })],
    ['a proxy', () => new Proxy({}, traps)],
    ['a proxy of an error', () => new Proxy(new Error('x'), traps)],
    ['a proxy of a function', () => new Proxy(hostile, traps)],
    ['a revoked proxy', revoked],
    ['an object without a prototype', () => Object.create(null)],
    ['an object that is no text', () => ({ toString: hostile })],
    ['an object that inspects badly', () => ({ [inspect.custom]: hostile })],
  ];
  // A console that writes nowhere, and looks at all that it is given.
  const looking = { debug: format, warn: format, error: format };

  test.each(made)('%s costs the retry of its own record alone', async (_, make) => {
    for (const concurrency of [1, 3]) {
      for (const fails of [() => Promise.reject(make()), throwing(make)]) {
        const handler = batchHandler(orders, (record) => (record.sequenceNumber === '3' ? fails() : undefined), {
          logger: looking,
          concurrency,
          onPoison: hostile,
        });

        expect(await handler(batchOf(4))).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
      }
    }
  });

  test.each(made)('%s costs no record that onPoison or onOutcome throws it at', async (_, make) => {
    const event = batchOf(3);
    Object.assign(event.Records[1] as object, { eventName: 'DROP' });

    const onPoison = batchHandler(orders, () => {}, { logger: looking, onPoison: throwing(make) });
    const onOutcome = batchHandler(orders, () => {}, { logger: looking, onOutcome: throwing(make) });

    expect(await onPoison(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(await onOutcome(batchOf(3))).toEqual({ batchItemFailures: [] });
  });

  function throwing(make: () => unknown): () => never {
    return () => {
      throw make();
    };
  }
});

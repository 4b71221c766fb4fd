import { describe, expect, test } from '@jest/globals';
import { PoisonRecordError, reduceWindow, tumblingWindow, type Window, type WindowEvent } from '@millrace/handler';
import type { WireRecord } from '@millrace/records';
import * as z from 'zod';
import { batchOf, contextWith, deepFreeze, inserted, memoryLogger, numbers, orders } from '../orders.ts';

function windowEvent(
  records: readonly WireRecord[],
  state: unknown = {},
  more: Partial<WindowEvent> = {},
): WindowEvent {
  return {
    Records: records,
    shardId: 'shardId-1',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/1',
    window: { start: '2026-11-01T10:00:00Z', end: '2026-11-01T10:01:00Z' },
    state,
    isFinalInvokeForWindow: false,
    isWindowTerminatedEarly: false,
    ...more,
  };
}

function finalEvent(state: unknown, more: Partial<WindowEvent> = {}): WindowEvent {
  return windowEvent([], state, { isFinalInvokeForWindow: true, ...more });
}

interface Revenue {
  readonly orders: number;
  readonly revenue: number;
}

const revenueDefinition = {
  initial: (): Revenue => ({ orders: 0, revenue: 0 }),
  reduce: (state: Revenue, record: { readonly newImage?: { readonly total: number } }): Revenue =>
    record.newImage === undefined
      ? state
      : { orders: state.orders + 1, revenue: state.revenue + record.newImage.total },
};

function revenueWindow(failing: readonly string[] = []) {
  const finished: [Revenue, Window][] = [];
  const logger = memoryLogger();
  const handler = tumblingWindow(
    orders,
    {
      initial: revenueDefinition.initial,
      reduce(state, record) {
        if (failing.includes(record.sequenceNumber)) throw new Error('no');
        return record.eventName === 'INSERT'
          ? { orders: state.orders + 1, revenue: state.revenue + record.newImage.total }
          : state;
      },
      finish: (state, window) => finished.push([state, window]),
    },
    { logger },
  );
  return { handler, finished, logger };
}

describe('tumblingWindow', () => {
  test('carries the state from call to call and finishes once (S48, S49)', async () => {
    const { handler, finished } = revenueWindow();

    const first = await handler(windowEvent([inserted(1), inserted(2)]));
    const second = await handler(windowEvent([inserted(3)], first.state));
    const last = await handler(finalEvent(second.state));

    expect(first).toEqual({ state: { value: { orders: 2, revenue: 20 }, upTo: '2' }, batchItemFailures: [] });
    expect(last).toEqual(second);
    expect(finished).toEqual([
      [
        { orders: 3, revenue: 30 },
        {
          start: new Date('2026-11-01T10:00:00Z'),
          end: new Date('2026-11-01T10:01:00Z'),
          shardId: 'shardId-1',
          terminatedEarly: false,
          id: 'shardId-1/2026-11-01T10:00:00Z/3',
        },
      ],
    ]);
  });

  test.each([
    ['an ordinary call without records', windowEvent([])],
    ['a final call without any state', finalEvent({})],
    [
      'a final call of a window that was ended early',
      finalEvent({ value: { orders: 1, revenue: 1 } }, { isWindowTerminatedEarly: true }),
    ],
    ['a call whose first record fails', windowEvent([inserted(9)])],
    ['a call whose second record fails', windowEvent([inserted(1), inserted(9)])],
    ['a final call that brings records', finalEvent({}, { Records: [inserted(1)] })],
  ])('answers with state in %s (S51)', async (_, event) => {
    const { handler } = revenueWindow(['9']);

    const answer = await handler(event);

    expect(answer.state).toEqual(expect.any(Object));
  });

  test('answers a failing record with the state before it and its sequence number', async () => {
    const { handler } = revenueWindow(['3']);

    const answer = await handler(windowEvent(batchOf(4).Records));

    expect(answer).toEqual({
      state: { value: { orders: 2, revenue: 20 }, upTo: '2' },
      batchItemFailures: [{ itemIdentifier: '3' }],
    });
  });

  test('forgets what a reduce changed in place before it threw', async () => {
    let isPoison = true;
    const handler = tumblingWindow(
      orders,
      {
        initial: () => ({ seen: [] as string[] }),
        reduce(state, record) {
          state.seen.push(record.sequenceNumber);
          if (record.sequenceNumber === '2')
            throw isPoison ? new PoisonRecordError('half done') : new Error('half done');
          return state;
        },
        finish() {},
      },
      { onPoison: () => {}, logger: memoryLogger() },
    );

    const around = await handler(windowEvent(batchOf(3).Records));
    isPoison = false;
    const before = await handler(windowEvent(batchOf(3).Records));

    expect(around).toEqual({ state: { value: { seen: numbers(1, 3) }, upTo: '3' }, batchItemFailures: [] });
    expect(before).toEqual({
      state: { value: { seen: numbers(1) }, upTo: '1' },
      batchItemFailures: [{ itemIdentifier: '2' }],
    });
  });

  test('does not count records again that are in the state', async () => {
    const { handler } = revenueWindow();

    const first = await handler(windowEvent([inserted('999'), inserted('1000')]));
    const again = await handler(windowEvent([inserted('999'), inserted('1000'), inserted('1001')], first.state));

    expect(again.state).toEqual({ value: { orders: 3, revenue: 30 }, upTo: '1001' });
  });

  test('counts what is delivered, however often, when ignoreRedelivered is false', async () => {
    const handler = tumblingWindow(orders, {
      initial: () => 0,
      reduce: (count) => count + 1,
      finish() {},
      ignoreRedelivered: false,
    });

    const first = await handler(windowEvent([inserted(1)]));
    const again = await handler(windowEvent([inserted(1)], first.state));

    expect(again.state).toEqual({ value: 2, upTo: '1' });
  });

  test('gives the parts of a window that was ended early ids of their own, also when redelivered records count', async () => {
    const ids: string[] = [];
    const handler = tumblingWindow(orders, {
      initial: () => 0,
      reduce: (count) => count + 1,
      finish: (_, { id }) => void ids.push(id),
      ignoreRedelivered: false,
    });

    for (const number of [1, 2]) {
      const { state } = await handler(windowEvent([inserted(number)]));
      await handler(finalEvent(state, { isWindowTerminatedEarly: true }));
    }

    expect(new Set(ids).size).toBe(2);
  });

  test('tells finish that the window was ended early (S52)', async () => {
    const { handler, finished } = revenueWindow();

    await handler(finalEvent({ value: { orders: 1, revenue: 1 }, upTo: '5' }, { isWindowTerminatedEarly: true }));

    expect(finished[0]?.[1]).toMatchObject({ terminatedEarly: true, id: 'shardId-1/2026-11-01T10:00:00Z/5' });
  });

  test('fails the call when finish fails, so that Lambda repeats it (S55)', async () => {
    const cause = new Error('metrics are down');
    const handler = tumblingWindow(orders, {
      initial: () => 0,
      reduce: (count) => count,
      finish: () => Promise.reject(cause),
    });

    await expect(handler(finalEvent({}))).rejects.toBe(cause);
  });

  test('does not finish a window whose last record failed', async () => {
    const { handler, finished } = revenueWindow(['1']);

    const answer = await handler(finalEvent({}, { Records: [inserted(1)] }));

    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
    expect(finished).toEqual([]);
  });

  test('stops when the time is over, with the state so far', async () => {
    const { handler } = revenueWindow();

    const answer = await handler(windowEvent(batchOf(3).Records), contextWith(100));

    expect(answer).toMatchObject({ state: { upTo: '1' }, batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test("throws instead when onFailure is 'throw', and Lambda keeps the state it had (S53)", async () => {
    const handler = tumblingWindow(
      orders,
      {
        initial: () => 0,
        reduce: () => {
          throw new Error('no');
        },
        finish() {},
      },
      { onFailure: 'throw', logger: memoryLogger() },
    );

    await expect(handler(windowEvent([inserted(1)]))).rejects.toMatchObject({ code: 'BatchFailedError' });
  });

  test('never changes the event, also when reduce changes the state in place', async () => {
    const handler = tumblingWindow(orders, {
      initial: () => ({ seen: [] as string[] }),
      reduce(state, record) {
        state.seen.push(record.sequenceNumber);
        return state;
      },
      finish() {},
    });

    const answer = await handler(deepFreeze(windowEvent(batchOf(2).Records, { value: { seen: ['0'] }, upTo: '0' })));

    expect(answer.state).toEqual({ value: { seen: numbers(0, 1, 2) }, upTo: '2' });
  });

  test.each([
    ['a promise', async () => 1],
    ['undefined', () => undefined],
  ])('reports the record when reduce answers with %s', async (_, reduce) => {
    const logger = memoryLogger();
    const handler = tumblingWindow(orders, { initial: () => 0, reduce: reduce as never, finish() {} }, { logger });

    const answer = await handler(windowEvent([inserted(1)]));

    expect(answer).toEqual({ state: { value: 0 }, batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(logger.lines).toMatchObject([
      ['error', expect.any(String), { code: 'HandlerOptionError', option: 'reduce' }, {}],
    ]);
  });

  test.each([
    ['initial', 'a promise', { initial: async () => 0 }],
    ['initial', 'undefined', { initial: () => undefined }],
    ['compact', 'a promise', { compact: async () => 'small' }],
    ['compact', 'undefined', { compact: () => undefined }],
  ])('refuses an %s that answers with %s', async (option, answer, part) => {
    const definition = { initial: () => 'x'.repeat(1_000_000), reduce: (state: string) => state, finish() {}, ...part };
    const handler = tumblingWindow(orders, definition as never);

    await expect(handler(windowEvent([inserted(1)]))).rejects.toMatchObject({ code: 'HandlerOptionError', option });
    await expect(handler(windowEvent([inserted(1)]))).rejects.toThrow(`answers with ${answer}, expected one that`);
  });

  test('refuses a batch without a window, whose result nobody would ever get', async () => {
    const { handler } = revenueWindow();

    await expect(Reflect.apply(handler, undefined, [batchOf(1)])).rejects.toThrow('Set TumblingWindowInSeconds');
  });

  test.each([[{ value: 1, upTo: 5 }], [{ other: 1 }], ['text'], [[1]]])(
    'refuses the state %p, which is not its own',
    async (state) => {
      const { handler } = revenueWindow();

      await expect(handler(windowEvent([inserted(1)], state))).rejects.toMatchObject({ code: 'WindowStateError' });
    },
  );

  test.each([
    [{ initial: 0 }],
    [{ reduce: undefined }],
    [{ finish: null }],
    [{ state: {} }],
    [{ compact: true }],
    [{ whenTooLarge: 'wait' }],
    [{ ignoreRedelivered: 'no' }],
    [{ finalize() {} }],
  ])('refuses the definition %p when it is made', (part) => {
    const definition = { ...revenueDefinition, finish() {}, ...part };

    expect(() => Reflect.apply(tumblingWindow, undefined, [orders, definition])).toThrow(
      expect.objectContaining({ code: 'HandlerOptionError', option: Object.keys(part)[0] }),
    );
  });
});

test('an option in the place of the definition, or of another handler, is answered with what belongs there', () => {
  const definition = { ...revenueDefinition, finish() {} };
  const make = (...values: unknown[]): unknown => Reflect.apply(tumblingWindow, undefined, values);

  expect(() => make(orders, { ...definition, onPoison() {} })).toThrow(
    'Option onPoison is a function, expected one of initial, reduce, finish, state, compact, whenTooLarge or',
  );
  expect(() => make(orders, definition, { concurrency: 2 })).toThrow(
    'Option concurrency is 2, expected one of onFailure, logger,',
  );
});

describe('state', () => {
  const isoDate = z.codec(z.iso.datetime(), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });
  const bigintText = z.codec(z.string(), z.bigint(), { decode: (text) => BigInt(text), encode: String });
  const totals = z.codec(z.array(z.tuple([z.string(), z.number()])), z.map(z.string(), z.number()), {
    decode: (entries) => new Map(entries),
    encode: (map) => [...map],
  });
  const ids = z.codec(z.array(z.string()), z.set(z.string()), {
    decode: (list) => new Set(list),
    encode: (set) => [...set],
  });

  test('may hold a Map, a Set, a Date and a bigint with a zod codec', async () => {
    const finished: unknown[] = [];
    const handler = tumblingWindow(orders, {
      initial: () => ({ totals: new Map<string, number>(), ids: new Set<string>(), at: new Date(0), cents: 0n }),
      reduce: (state, record) => ({
        totals: new Map(state.totals).set(record.keys.orderId, 10),
        ids: new Set([...state.ids, record.keys.orderId]),
        at: new Date(1_789_651_404_000),
        cents: state.cents + 10n ** 20n,
      }),
      finish: (state) => finished.push(state),
      state: z.object({ totals, ids, at: isoDate, cents: bigintText }),
    });

    const first = await handler(windowEvent([inserted(1)]));
    const second = await handler(windowEvent([inserted(2)], JSON.parse(JSON.stringify(first.state))));
    await handler(finalEvent(JSON.parse(JSON.stringify(second.state))));

    expect(finished).toEqual([
      {
        totals: new Map([
          ['order-1', 10],
          ['order-2', 10],
        ]),
        ids: new Set(['order-1', 'order-2']),
        at: new Date(1_789_651_404_000),
        cents: 2n * 10n ** 20n,
      },
    ]);
  });

  test('is checked by a schema that is no codec', async () => {
    const count = z.number().min(0);
    const standard = { '~standard': count['~standard'] };
    const handler = tumblingWindow(orders, {
      initial: () => 0,
      reduce: (sum) => sum + 1,
      finish() {},
      state: standard,
    });

    const answer = await handler(windowEvent([inserted(1)], { value: 4 }));

    expect(answer.state).toEqual({ value: 5, upTo: '1' });
    await expect(handler(windowEvent([], { value: -1 }))).rejects.toMatchObject({ code: 'WindowStateError' });
  });

  test('is not read by an asynchronous schema', async () => {
    const standard = {
      '~standard': { version: 1, vendor: 'test', validate: async (value: unknown) => ({ value: value as number }) },
    } as const;
    const handler = tumblingWindow(orders, { initial: () => 0, reduce: (sum) => sum, finish() {}, state: standard });

    await expect(handler(windowEvent([], { value: 1 }))).rejects.toMatchObject({
      cause: { message: 'The schema of the state is asynchronous.' },
    });
  });

  test('that its codec cannot encode is told with the cause', async () => {
    const oneWay = z.object({ text: z.string().transform(Number) });
    const handler = tumblingWindow(orders, {
      initial: () => ({ text: 1 }),
      reduce: (state) => state,
      finish() {},
      state: oneWay,
    });

    await expect(handler(windowEvent([]))).rejects.toMatchObject({
      code: 'WindowStateError',
      message: expect.stringContaining('The state of this window cannot be encoded'),
      cause: expect.any(Error),
    });
  });

  test.each([
    ['a Map', new Map(), 'state.inner[0]: pass a codec as state (a schema only checks): a Map'],
    ['a Date', new Date(0), 'state.inner[0]: pass a codec as state (a schema only checks): a Date'],
    ['a bigint', 1n, 'state.inner[0]: pass a codec as state (a schema only checks): the bigint 1'],
    ['NaN', Number.NaN, 'state.inner[0]: pass a codec as state (a schema only checks): NaN'],
    ['undefined', undefined, 'state.inner[0]'],
  ])('is refused when JSON would lose %s', async (_, lost, message) => {
    const handler = tumblingWindow(orders, {
      initial: (): unknown => ({ inner: [lost] }),
      reduce: (state) => state,
      finish() {},
    });

    await expect(handler(windowEvent([]))).rejects.toThrow(message);
  });

  describe('near 1 MB', () => {
    const limit = 1_048_576;
    /** A window whose state is a text of as many bytes as the total of the order says. */
    function textWindow(
      options: { compact?: (text: string) => string; whenTooLarge?: 'terminateEarly' | 'fail' } = {},
    ) {
      const logger = memoryLogger();
      const handler = tumblingWindow(
        orders,
        {
          initial: () => '',
          reduce: (text, record) => (record.eventName === 'INSERT' ? 'x'.repeat(record.newImage.total) : text),
          finish() {},
          ...options,
        },
        { logger },
      );
      return { handler, logger };
    }
    const ofBytes = (bytes: number) => {
      const record = inserted(1);
      // {"value":"…","upTo":"1"} has 23 bytes around the text.
      record.dynamodb.NewImage.total.N = String(bytes - 23);
      return windowEvent([record]);
    };

    test('is measured to the byte', async () => {
      const { handler } = textWindow();

      const { state } = await handler(ofBytes(limit));

      expect(new TextEncoder().encode(JSON.stringify(state))).toHaveLength(limit);
    });

    test('warns above 80 %, and not below', async () => {
      const below = textWindow();
      const above = textWindow();

      await below.handler(ofBytes(Math.floor(0.8 * limit)));
      await above.handler(ofBytes(Math.floor(0.8 * limit) + 1));

      expect(below.logger.lines).toEqual([]);
      expect(above.logger.lines).toEqual([
        ['warn', expect.stringContaining('has 838861 bytes; over 1048576 Lambda ends the window early.')],
      ]);
    });

    test('is made smaller by compact', async () => {
      const { handler, logger } = textWindow({ compact: (text) => text.slice(0, 10) });

      const { state } = await handler(ofBytes(limit + 1));

      expect(state).toEqual({ value: 'x'.repeat(10), upTo: '1' });
      expect(logger.lines).toEqual([]);
    });

    test('is answered over the limit by default, and Lambda ends the window early (S52)', async () => {
      const { handler, logger } = textWindow();

      const answer = await handler(ofBytes(limit + 1));

      expect(answer.batchItemFailures).toEqual([]);
      expect(logger.lines).toEqual([['warn', expect.stringContaining('has 1048577 bytes')]]);
    });

    test("fails over the limit, and not at it, when whenTooLarge is 'fail'", async () => {
      const { handler } = textWindow({ whenTooLarge: 'fail' });

      await expect(handler(ofBytes(limit))).resolves.toMatchObject({ batchItemFailures: [] });
      await expect(handler(ofBytes(limit + 1))).rejects.toMatchObject({
        code: 'StateTooLargeError',
        stateBytes: limit + 1,
      });
    });
  });
});

describe('reduceWindow', () => {
  test('says so when it gets an event in place of records', () => {
    const { handler } = revenueWindow();

    expect(() => Reflect.apply(reduceWindow, undefined, [handler, { Records: [inserted(1)] }])).toThrow(
      'Option records is an object, expected a list of records, such as the Records of an event.',
    );
  });

  const revenue = revenueWindow().handler;

  test('reduces wire records with what tumblingWindow made', () => {
    const records = [
      orders.insert({ orderId: 'a', total: 5 }),
      orders.remove({ orderId: 'a', total: 5 }),
      orders.insert({ orderId: 'b', total: 7 }),
    ];

    expect(reduceWindow(revenue, records)).toEqual({ orders: 2, revenue: 12 });
  });

  test('reduces decoded records with a bare definition', () => {
    const records = batchOf(3).Records.map((record) => orders.decode(record));

    expect(reduceWindow(revenue.definition, records)).toEqual({ orders: 3, revenue: 30 });
  });

  test('answers with the initial state for no records', () => {
    expect(reduceWindow(revenue, [])).toEqual({ orders: 0, revenue: 0 });
  });

  test('shows what would not survive between two calls', () => {
    const window = tumblingWindow(orders, {
      initial: (): unknown => ({ ids: new Set<string>() }),
      reduce: (state) => state,
      finish() {},
    });

    expect(() => reduceWindow(window, [inserted(1)])).toThrow('JSON would lose state.ids');
  });

  test('makes a state smaller that has grown near the limit, or refuses it, as on Lambda', () => {
    const growing = { initial: () => '', reduce: (state: string) => state + 'x'.repeat(600_000), finish() {} };
    const compacting = tumblingWindow(orders, { ...growing, compact: () => 'small' });
    const failing = tumblingWindow(orders, { ...growing, whenTooLarge: 'fail' });
    const records = [inserted(1), inserted(2)];

    expect(reduceWindow(compacting, records)).toBe('small');
    expect(() => reduceWindow(failing, records)).toThrow(expect.objectContaining({ code: 'StateTooLargeError' }));
  });

  test('asks for decoded records when there is no stream to decode them with', () => {
    expect(() => Reflect.apply(reduceWindow, undefined, [revenue.definition, [inserted(1)]])).toThrow(
      'expected decoded records',
    );
  });
});

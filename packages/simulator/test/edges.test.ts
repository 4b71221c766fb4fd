import { describe, expect, test } from '@jest/globals';
import { createSimulation, reproduceLine, restoreSimulation } from '../src/index.ts';
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
  scenario,
  timedCalls,
  toBucket,
  toQueue,
  type Setup,
  type StreamEvent,
} from './fixtures.ts';

describe('enabled or not', () => {
  test('S3: an update of a disabled mapping leaves it disabled', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 30 })],
      actions: [
        { atMs: 10_000, do: 'disable' },
        { atMs: 20_000, do: 'update', mapping: { BatchSize: 5 } },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1]');
  });

  test('S3: an update of a mapping that was enabled later leaves it enabled', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 30 })],
      mapping: { Enabled: false },
      actions: [
        { atMs: 10_000, do: 'enable' },
        { atMs: 20_000, do: 'update', mapping: { BatchSize: 5 } },
      ],
    });

    expect(timedCalls(trace)).toBe('10:[1] 30:[2]');
  });

  test('S3: enabling what is enabled changes nothing, not even a retry budget', async () => {
    const setup = { handler: failingOn(1), mapping: { ...toQueue, MaximumRetryAttempts: 3 } };
    const plain = await run(setup);
    const enabledAgain = await run({ ...setup, actions: [{ atMs: 300, do: 'enable' }] });

    expect(enabledAgain.toText()).toBe(plain.toText());
  });

  test('S3: a disabled mapping reads nothing, so nothing is counted twice', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 20, eventName: 'REMOVE' })],
      mapping: { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] } },
      actions: [
        { atMs: 10_000, do: 'disable' },
        { atMs: 60_000, do: 'enable' },
      ],
    });

    expect(trace.metrics).toMatchObject({ PolledEventCount: 2, FilteredOutEventCount: 1 });
  });
});

describe('updates while a window is open', () => {
  const window = { TumblingWindowInSeconds: 10 };

  test('S57: windows of another size close the open one at once, with a final call, and begin with a fresh one', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 20 })],
      handler: counting,
      mapping: window,
      actions: [{ atMs: 5000, do: 'update', mapping: { TumblingWindowInSeconds: 30 } }],
      untilMs: 30_000,
    });

    expect(
      trace.invocations.map(({ window: bounds, isFinalInvokeForWindow, state }) => [
        bounds?.end,
        isFinalInvokeForWindow,
        state,
      ]),
    ).toEqual([
      ['2026-01-01T00:00:10Z', false, {}],
      ['2026-01-01T00:00:10Z', true, { count: 1 }],
      ['2026-01-01T00:00:30Z', false, {}],
    ]);
    expect(trace.invocations[1]?.startedAtMs).toBe(5000);
    expect(eventsOf(trace, 'invocationStarted')[1]?.assumption).toBe('windowAcrossDisable');
  });

  test('S57: without windows from now on, the open one is dropped without a final call', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 6 })],
      handler: counting,
      mapping: window,
      actions: [{ atMs: 5000, do: 'update', mapping: { TumblingWindowInSeconds: 0 } }],
    });

    expect(calls(trace)).toBe('[1] [2]');
    expect(trace.invocations.map(({ window: bounds }) => bounds?.end)).toEqual(['2026-01-01T00:00:10Z', undefined]);
    expect(eventsOf(trace, 'windowClosed')).toMatchObject([
      { atMs: 5000, isTerminatedEarly: false, assumption: 'windowAcrossDisable' },
    ]);
  });

  test('S51: a call is judged by the window that it was made in', async () => {
    const off = await run({
      handler: () => ({}),
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 0 },
      invocationDurationMs: 1000,
      actions: [{ atMs: 500, do: 'update', mapping: { TumblingWindowInSeconds: 0 } }],
    });
    const on = await run({
      handler: () => ({}),
      mapping: { ...toQueue, MaximumRetryAttempts: 0 },
      invocationDurationMs: 1000,
      actions: [{ atMs: 500, do: 'update', mapping: window }],
      untilMs: 2000,
    });

    expect(off.invocations[0]?.outcome).toBe('stateMissing');
    expect(eventsOf(off, 'windowClosed')).toHaveLength(1);
    expect(on.invocations[0]?.outcome).toBe('success');
  });

  test('S51: a state that JSON cannot hold is none', async () => {
    const trace = await run({
      handler: () => ({ state: 1n }),
      isolation: 'none',
      mapping: { ...window, ...toQueue, MaximumRetryAttempts: 0 },
      untilMs: 1000,
    });

    expect(trace.invocations[0]?.outcome).toBe('stateMissing');
  });
});

describe('a bigint in a record, which JSON has not', () => {
  const given = record(1);
  const withChange = (change: object): never => ({ ...given, dynamodb: { ...given.dynamodb, ...change } }) as never;
  const image = withChange({ NewImage: { id: { N: 1n } } });
  const places: readonly (readonly [string, never, string])[] = [
    ['an image', image, 'Record 0 of .* cannot be written as JSON'],
    ['a key', withChange({ Keys: { id: { N: 1n } } }), 'Record 0 of .*: its dynamodb.Keys cannot be written as JSON'],
    ['the number', withChange({ SequenceNumber: 1n }), 'dynamodb.SequenceNumber is 1, expected a string'],
    [
      'the time',
      withChange({ ApproximateCreationDateTime: 1n }),
      'dynamodb.ApproximateCreationDateTime is 1, expected',
    ],
  ];
  const split = { actions: [{ atMs: 0, do: 'splitShard', shardId: 'shard-1' }] } as const;

  test.each(places)('%s: refused by name', async (_, wire, message) => {
    const refusal = { code: 'InvalidRecord', message: expect.stringMatching(message) };

    await expect(run({ records: [wire] })).rejects.toMatchObject(refusal);
    await expect(run({ shards: { 'shard-1': { records: [wire] } }, ...split })).rejects.toMatchObject(refusal);
  });

  test("with isolation 'none' an image may hold it: it is delivered, and told in the document as its digits", async () => {
    const trace = await run({
      handler: failingOn(1),
      records: [image],
      isolation: 'none',
      mapping: { ...toBucket, MaximumRetryAttempts: 0 },
    });

    expect(documents(trace)[0]?.payload).toContain('"id":{"N":"1"}');
  });
});

describe('limits', () => {
  /** Reports record 2 of the first batch, with a state that leaves little room beside it. */
  const growing = (stateLength: number): Setup => ({
    records: records(4, { padding: 500 }),
    handler: (event: StreamEvent) => {
      const isFirst = event.Records[0]?.dynamodb?.SequenceNumber === '1';
      return { state: 'x'.repeat(stateLength), batchItemFailures: isFirst ? [{ itemIdentifier: '2' }] : [] };
    },
    mapping: {
      TumblingWindowInSeconds: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 0,
    },
    semantics: { payloadLimitBytes: 4500 },
  });

  test('S8: a batch for which a grown state leaves no room is cut where it fits, at no cost', async () => {
    const trace = await run({ ...growing(1500), untilMs: 1000 });

    expect(calls(trace)).toBe('[1,2,3,4] [2,3] [4]');
    expect(trace.discarded).toEqual([]);
  });

  test('S8: of two records for which a grown state leaves no room, each is a batch with an id of its own', async () => {
    const trace = await run({ ...growing(3000), records: records(3, { padding: 500 }) });

    const started = eventsOf(trace, 'invocationStarted');
    expect(calls(trace)).toBe('[1,2,3] [2] [3] []');
    expect(started.map(({ origin }) => origin)).toEqual(['new', 'suffix', 'suffix', 'finalInvoke']);
    expect(started[2]).toMatchObject({ sequenceNumbers: ['3'], assumption: 'payloadLimitBytes' });
    expect(new Set(started.map(({ requestId }) => requestId)).size).toBe(4);
  });

  test('S2, S38: what the stream has lost is not reported as too old', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 5 })],
      mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 },
      actions: [
        { atMs: 1000, do: 'disable' },
        { atMs: 90_000_000, do: 'enable' },
      ],
    });

    expect(discards(trace)).toEqual(['[2] StreamRetentionExceeded 1']);
    expect(trace.destination).toEqual([]);
  });

  test('throttles without end meet the limit on attempts', async () => {
    const throttled = run({
      faults: () => 'throttle',
      maximumInvocations: 20,
      semantics: { backoff: { firstMs: 1, factor: 1, maxMs: 1 } },
    });

    await expect(throttled).rejects.toMatchObject({ code: 'LimitExceeded' });
  });
});

describe('what is refused before anything runs', () => {
  test.each([
    ['a fault plan that is no function', { faults: 'throttle' }, '`faults` is throttle (string), expected a function'],
    ['deliveries refused without asking', { refusesDelivery: true }, '`refusesDelivery` is true (boolean)'],
    ['actions that are no list', { actions: {} }, '`actions` is an object, expected a list of actions.'],
    [
      'an action whose name is an object',
      { actions: [{ atMs: 0, do: { toString: 'disable' } }] },
      'actions[0] does an object, expected one of disable',
    ],
    ['no knobs at all', { semantics: null }, '`semantics` is null, expected an object of knobs.'],
    ['a start that is no moment', { startAt: true }, '`startAt` is true (boolean)'],
    ['a start beyond all dates', { startAt: 1e20 }, '`startAt` is 100000000000000000000 (number)'],
    ['a timeout that never comes', { functionTimeoutMs: Infinity }, '`functionTimeoutMs` is Infinity (number)'],
    [
      'a wait of no time',
      { semantics: { backoff: { firstMs: 0, factor: 2, maxMs: 1 } } },
      'semantics.backoff.firstMs is 0',
    ],
    ['polls that never come', { semantics: { pollIntervalMs: Infinity } }, 'semantics.pollIntervalMs is Infinity'],
    [
      'a misspelled backoff',
      { semantics: { backoff: { firstMs: 1, factor: 1, maxMs: 1, jitter: 1 } } },
      'semantics.backoff has no knob `jitter`',
    ],
    [
      'an update that AWS refuses, however late',
      { actions: [{ atMs: 9e9, do: 'update', mapping: { BatchSize: 0 } }] },
      "Value '0' at 'batchSize'",
    ],
    [
      'parents that are no list',
      { records: undefined, shards: { a: { parents: 'a', records: [] } } },
      '`parents` of a is a (string)',
    ],
    [
      'an open shard with children',
      { records: undefined, shards: { a: { closed: false, records: [] }, b: { parents: ['a'], records: [] } } },
      'a is to stay open, but it has children.',
    ],
    [
      'an open shard with an end',
      { records: undefined, shards: { a: { closed: false, closesAt: 5, records: [] } } },
      'a is to stay open, but it has a time to close.',
    ],
    [
      'a shard that closes at NaN',
      { records: undefined, shards: { a: { closesAt: Number.NaN, records: [] } } },
      '`closesAt` of a is NaN (number)',
    ],
  ])('%s', async (_, setup, message) => {
    await expect(createSimulation(scenario(setup as object))).rejects.toThrow(message);
  });

  test('changes of a snapshot are checked as options are', async () => {
    const snapshot = (await createSimulation(scenario())).snapshot();

    expect(() => restoreSimulation(snapshot, { handler: 'nope' } as object)).toThrow('has handler nope (string)');
    expect(() => restoreSimulation(snapshot, { mapping: { BatchSize: 0 } })).toThrow("Value '0' at 'batchSize'");
  });

  test('what a restored run was changed in is in its scenario', async () => {
    const snapshot = (await createSimulation(scenario())).snapshot();
    const trace = await restoreSimulation(snapshot, { faults: () => undefined, invocationDurationMs: 7 }).run();

    expect(trace.scenario).toMatchObject({ hasFaults: true, invocationDurationMs: 7 });
  });

  test('and so are its mapping and its handler, as the actions that they are', async () => {
    const simulation = await createSimulation(scenario());
    await simulation.runUntil(40);
    const snapshot = simulation.snapshot();
    const mapping = { MaximumRetryAttempts: 4 };
    const updated = await restoreSimulation(snapshot, { mapping }).run();
    const redeployed = await restoreSimulation(snapshot, { mapping, handler: async function next() {} }).run();

    expect(reproduceLine(updated)).toContain("{ atMs: 40, do: 'update', mapping: { MaximumRetryAttempts: 4 } }");
    expect(redeployed.scenario.actions).toEqual([
      { atMs: 40, do: 'redeploy', handler: 'next' },
      { atMs: 40, do: 'update', mapping },
    ]);
  });
});

describe('runs and their sources', () => {
  test('the trace of runUntil stays as it was', async () => {
    const simulation = await createSimulation(scenario({ records: [record(1), record(2, { at: 10 })] }));
    const early = await simulation.runUntil(5000);
    const before = early.toText();
    await simulation.run();

    expect(early.toText()).toBe(before);
  });

  test('an iterable that is not read to its end is told so', async () => {
    let isClosed = false;
    function* endless() {
      try {
        for (let index = 1; ; index++) yield record(index, { at: index });
      } finally {
        isClosed = true;
      }
    }
    await run({ records: endless(), untilMs: 3000 });

    expect(isClosed).toBe(true);
  });

  test.each([
    ['before the split', 500],
    ['after it', 5000],
    ['after a split of what it made', 9000],
  ])('an iterable of a shard that is split is told when a run stops %s', async (_, untilMs) => {
    let closed = 0;
    function* endless() {
      try {
        for (let index = 1; ; index++) yield record(index, { at: index });
      } finally {
        closed++;
      }
    }
    await run({
      shards: { a: { records: endless() } },
      untilMs,
      actions: [
        { atMs: 3000, do: 'splitShard', shardId: 'a' },
        { atMs: 7000, do: 'splitShard', shardId: 'a.0', into: 1 },
      ],
    });

    expect(closed).toBe(1);
  });

  test('what ended a run is told, not that its records could not be closed', async () => {
    const source = () => {
      const records = [record(2), record(1)].values();
      return {
        [Symbol.iterator]: () => ({
          next: () => records.next(),
          return: () => {
            throw new Error('no such file');
          },
        }),
      };
    };

    await expect(run({ records: source() })).rejects.toMatchObject({ code: 'RecordsOutOfOrder' });
    const simulation = await createSimulation(scenario({ records: source() }));
    await expect(simulation.runUntil(1000)).rejects.toMatchObject({ code: 'RecordsOutOfOrder' });
    const broken = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the disk is gone')) }),
    };
    await expect(run({ shards: { a: { records: source() }, b: { records: broken } } })).rejects.toThrow('the disk');
  });

  test('when one shard fails at its first record, the others are closed', async () => {
    let isClosed = false;
    async function* good() {
      try {
        yield record(1);
        yield record(2);
      } finally {
        isClosed = true;
      }
    }
    const broken = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the disk is gone')) }),
    };

    await expect(run({ shards: { a: { records: good() }, b: { records: broken } } })).rejects.toThrow('the disk');

    expect(isClosed).toBe(true);
  });

  test('records of the Streams API, as the SDK reads them, are delivered in the form of Lambda', async () => {
    const seen: unknown[] = [];
    const ofTheSdk = {
      ...record(1),
      dynamodb: {
        ...record(1).dynamodb,
        ApproximateCreationDateTime: new Date('2026-01-01T00:00:00Z'),
        NewImage: { id: { S: '1' }, bytes: { B: new Uint8Array([1, 2, 3]) } },
      },
    };
    const handler = ({ Records }: { readonly Records: readonly unknown[] }) => void seen.push(...Records);
    for (const isolation of ['json', 'none'] as const) {
      await run({ handler, records: [ofTheSdk as never], isolation });
      await run({
        handler,
        shards: { a: { records: [ofTheSdk as never] } },
        isolation,
        actions: [{ atMs: 0, do: 'splitShard', shardId: 'a' }],
      });
    }

    const delivered = {
      ApproximateCreationDateTime: 1_767_225_600,
      NewImage: { id: { S: '1' }, bytes: { B: 'AQID' } },
    };
    expect(seen).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ eventID: 'event-1' })));
    expect(seen).toMatchObject(Array.from({ length: 4 }, () => ({ dynamodb: delivered })));
  });

  test('the scenario of a trace holds all that can be printed', async () => {
    const redeployed = (): void => undefined;
    const trace = await run({ untilMs: 5000, actions: [{ atMs: 10, do: 'redeploy', handler: redeployed }] });

    expect(trace.scenario).toMatchObject({
      untilMs: 5000,
      maximumInvocations: 10_000_000,
      actions: [{ atMs: 10, do: 'redeploy', handler: 'redeployed' }],
    });
  });

  test('the older ways to answer count: context.fail, context.succeed, context.done', async () => {
    const outcomes = await Promise.all(
      [
        (_: unknown, context: { fail: (error: Error) => void }) => context.fail(new Error('no')),
        (_: unknown, context: { succeed: (result: object) => void }) => context.succeed({}),
        (_: unknown, context: { done: (error: null, result: object) => void }) => context.done(null, {}),
      ].map(async (handler) => (await run({ handler, mapping: { MaximumRetryAttempts: 0 } })).invocations[0]?.outcome),
    );

    expect(outcomes).toEqual(['functionError', 'success', 'success']);
  });
});

describe('records that are none', () => {
  test.each([
    ['nothing', [undefined], 'Record 0 of shardId-00000000000000000000-00000000 has no `dynamodb`.'],
    [
      'keys that are no object',
      [{ ...record(1), dynamodb: { ...record(1).dynamodb, Keys: 'abc' } }],
      'dynamodb.Keys is "abc"',
    ],
    ['what JSON cannot hold', [{ ...record(1), eventID: 1n }], 'cannot be written as JSON'],
  ])('%s', async (_, given, message) => {
    await expect(run({ records: given as never })).rejects.toThrow(message);
  });

  test.each([null, undefined])('%s, in a shard that is split', async (nothing) => {
    const actions = [{ atMs: 1000, do: 'splitShard', shardId: 'a' }] as const;

    await expect(run({ shards: { a: { records: [nothing as never] } }, actions })).rejects.toThrow(
      'Record 0 of a has no `dynamodb`',
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import {
  createSimulation,
  isScenarioError,
  restoreSimulation,
  ScenarioError,
  simulate,
  type ScenarioOptions,
} from '../src/index.ts';
import { failingOn, record, records, run, scenario, toQueue, type Setup } from './fixtures.ts';

/** What JavaScript lets through where TypeScript would not. */
const wrong = (value: unknown): never => value as never;

async function refusal(setup: Readonly<Record<string, unknown>>): Promise<string> {
  const given: unknown = { ...scenario(), ...setup };
  try {
    await simulate(given as ScenarioOptions);
  } catch (error) {
    if (isScenarioError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('options that make no sense are refused before anything runs', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown option', { region: 2 }, 'UnknownOption: simulate has no option `region`. It knows handler, records,'],
    ['a misspelled one', { record: [] }, 'UnknownOption: simulate has no option `record`. Did you mean `records`?'],
    [
      'no handler',
      { handler: undefined },
      'InvalidHandler: `handler` is undefined, expected a function: the Lambda handler to run. If it comes from a module, check the name of the export.',
    ],
    [
      'no mapping',
      { mapping: undefined },
      "InvalidOption: `mapping` is undefined, expected an event source mapping, at least { StartingPosition: 'TRIM_HORIZON' }.",
    ],
    [
      'neither records nor shards',
      { records: undefined },
      'InvalidOption: Pass either `records` (a stream with one shard) or `shards`, and not both.',
    ],
    ['both', { shards: {} }, 'InvalidOption: Pass either `records`'],
    [
      'records that are no iterable',
      { records: { length: 1 } },
      'InvalidOption: The records of shardId-00000000000000000000-00000000 are an object, expected an iterable or async iterable of Lambda wire records.',
    ],
    [
      'a path as records',
      { records: 'orders.ndjson' },
      'A file of records is read by `recording(path)` of @millrace/simulator/node.',
    ],
    ['an event as records', { records: { Records: [] } }, 'This is an event: pass its `Records`.'],
    ['a promise as records', { records: Promise.resolve([]) }, 'This is a promise: await it.'],
    [
      'a timeout of 0',
      { functionTimeoutMs: 0 },
      'InvalidOption: `functionTimeoutMs` is 0 (number), expected a number of at least 1.',
    ],
    [
      'a negative duration',
      { invocationDurationMs: -1 },
      'InvalidOption: `invocationDurationMs` is -1 (number), expected a number of at least 0.',
    ],
    ['a time that is none', { untilMs: Number.NaN }, 'InvalidOption: `untilMs` is NaN (number)'],
    ['a count that is a text', { maximumInvocations: '5' }, 'InvalidOption: `maximumInvocations` is 5 (string)'],
    [
      'a backoff that never ends',
      { semantics: { backoff: { firstMs: Infinity, factor: 2, maxMs: 60_000 } } },
      'InvalidOption: semantics.backoff.firstMs is Infinity (number), expected a number of at least 1.',
    ],
    ['no invocations', { maximumInvocations: 0 }, 'InvalidOption: `maximumInvocations` is 0 (number)'],
    [
      'an unknown isolation',
      { isolation: 'process' },
      "InvalidOption: `isolation` is process (string), expected 'json' or 'none'.",
    ],
    [
      'a seed that is no whole number',
      { seed: 0.5 },
      'InvalidOption: `seed` is 0.5 (number), expected a whole number.',
    ],
    [
      'a start that is no time',
      { startAt: 'yesterday' },
      'InvalidOption: `startAt` is yesterday (string), expected epoch milliseconds or an ISO time, up to the year 9999.',
    ],
    [
      'no shard',
      { records: undefined, shards: {} },
      'InvalidShards: `shards` is empty: a stream has at least one shard.',
    ],
    [
      'shards that are no object',
      { records: undefined, shards: 5 },
      'InvalidShards: `shards` is 5 (number), expected an object: { [shardId]: { parents, records } }.',
    ],
    [
      'a parent that is not there',
      { records: undefined, shards: { a: { parents: ['b'], records: [] } } },
      'InvalidShards: Parent b of a is not among the shards: a.',
    ],
    [
      'shards that are their own ancestors',
      { records: undefined, shards: { a: { parents: ['b'], records: [] }, b: { parents: ['a'], records: [] } } },
      "InvalidShards: The shards a → b → a are each other's parents.",
    ],
    [
      'an unknown option of a shard',
      { records: undefined, shards: { a: { parent: 'b', records: [] } } },
      'UnknownOption: Shard a has no option `parent`. Did you mean `parents`?',
    ],
    [
      'a shard that closes at no time',
      { records: undefined, shards: { a: { records: [], closesAt: 'soon' } } },
      'InvalidShards: `closesAt` of a is soon (string), expected milliseconds since the start or an ISO time.',
    ],
    [
      'an unknown knob',
      { semantics: { backOff: {} } },
      'UnknownOption: semantics has no knob `backOff`. Did you mean `backoff`?',
    ],
    [
      'a choice that is none',
      { semantics: { documents: 'merge' } },
      'InvalidOption: semantics.documents is merge (string), expected "mergeBisected" or "onePerBatch" or "mergeNeighbours".',
    ],
    [
      'a choice of another kind',
      { semantics: { suffixTopUp: 'yes' } },
      'InvalidOption: semantics.suffixTopUp is yes (string), expected false or true.',
    ],
    [
      'polls that never come',
      { semantics: { pollIntervalMs: 0 } },
      'InvalidOption: semantics.pollIntervalMs is 0 (number), expected a number of at least 1.',
    ],
    [
      'half a backoff',
      { semantics: { backoff: { firstMs: 100 } } },
      'InvalidOption: semantics.backoff.factor is undefined, expected a number of at least 1.',
    ],
    [
      'no backoff',
      { semantics: { backoff: null } },
      'InvalidOption: semantics.backoff.firstMs is undefined, expected a number of at least 1.',
    ],
    [
      'an unknown action',
      { actions: [{ atMs: 0, do: 'reboot' }] },
      'InvalidOption: actions[0] does reboot (string), expected one of disable, enable, update, redeploy, splitShard, loseSourcePermission, restoreSourcePermission.',
    ],
    [
      'an action at no time',
      { actions: [{ do: 'disable' }] },
      'InvalidOption: actions[0] has atMs undefined, expected milliseconds since the start.',
    ],
    [
      'an action before the start',
      { actions: [{ atMs: -1, do: 'disable' }] },
      'InvalidOption: actions[0] has atMs -1 (number)',
    ],
    [
      'an unknown option of an action',
      { actions: [{ atMs: 1, do: 'disable', shard: 'a' }] },
      'UnknownOption: actions[0] has no option `shard`. It knows atMs, do.',
    ],
    [
      'a deployment of nothing',
      { actions: [{ atMs: 1, do: 'redeploy' }] },
      'InvalidOption: actions[0] has handler undefined, expected a function.',
    ],
    [
      'an update of nothing',
      { actions: [{ atMs: 1, do: 'update' }] },
      'InvalidOption: actions[0] has mapping undefined, expected the parameters to change.',
    ],
    [
      'a split into three',
      { actions: [{ atMs: 1, do: 'splitShard', shardId: 'a', into: 3 }] },
      'InvalidOption: actions[0] splits into 3 (number), expected 1 or 2 children.',
    ],
    [
      'a split of what is no shard',
      { actions: [{ atMs: 1, do: 'splitShard', shardId: 'a' }] },
      'InvalidShards: splitShard at 1 ms: a is not a shard. The shards are shardId-00000000000000000000-00000000.',
    ],
  ])('%s', async (_, setup, message) => {
    expect(await refusal(setup)).toContain(message);
  });

  test('a shard that is split twice, or has children already', async () => {
    const split = { do: 'splitShard', shardId: 'a' };
    const shards = { a: { records: [] } };

    expect(
      await refusal({
        records: undefined,
        shards,
        actions: [
          { ...split, atMs: 1 },
          { ...split, atMs: 2 },
        ],
      }),
    ).toContain('InvalidShards: splitShard at 2 ms: a is split already. The shards are a, a.0, a.1.');
    expect(
      await refusal({
        records: undefined,
        shards: { ...shards, b: { parents: ['a'], records: [] } },
        actions: [{ ...split, atMs: 1 }],
      }),
    ).toContain('a is split already');
  });

  test.each(['EventSourceArn', 'FunctionName', 'StartingPosition', 'StartingPositionTimestamp', 'Tags'])(
    'an update of %s, which stays as it was created',
    async (name) => {
      const message = await refusal({ actions: [{ atMs: 1, do: 'update', mapping: { [name]: 'LATEST' } }] });

      expect(message).toContain(`InvalidOption: actions[0] updates ${name}, which stays as it was created; `);
    },
  );

  test('but an update may repeat what stays', async () => {
    const repeated = { atMs: 1, do: 'update', mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 5 } } as const;

    await expect(run({ actions: [repeated] })).resolves.toBeDefined();
  });

  test('nothing at all', async () => {
    await expect(simulate(wrong(undefined))).rejects.toMatchObject({
      code: 'InvalidOption',
      message: 'simulate takes one object: { handler, records, mapping }.',
    });
  });

  test('a mapping that AWS would refuse is refused with the words of AWS', async () => {
    await expect(run({ mapping: { BatchSize: 10_001 } })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(run({ actions: [{ atMs: 0, do: 'update', mapping: { BatchSize: 10_001 } }] })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });

  test('changes of a snapshot that cannot be made', async () => {
    const snapshot = (await createSimulation(scenario())).snapshot();

    expect(() => restoreSimulation(snapshot, wrong({ seed: 5 }))).toThrow('restoreSimulation has no change `seed`.');
    expect(() => restoreSimulation(snapshot, { mapping: { StartingPosition: 'LATEST' } })).toThrow(
      'updates StartingPosition, which stays as it was created',
    );
    expect(() => restoreSimulation(snapshot, wrong(5))).toThrow('its changes as an object such as { handler }, not 5');
    expect(() => restoreSimulation(snapshot, wrong(null))).toThrow('not null.');
  });

  test('a snapshot that went through JSON, or is none, is refused with what to pass', async () => {
    const snapshot = (await createSimulation(scenario())).snapshot();

    for (const none of [JSON.parse(JSON.stringify(snapshot)), {}, null, undefined, 'snapshot']) {
      expect(() => restoreSimulation(none)).toThrow(
        expect.objectContaining({
          name: 'ScenarioError',
          code: 'InvalidOption',
          message: expect.stringContaining('A snapshot lives in the process that took it'),
        }),
      );
    }
    expect(() => restoreSimulation(JSON.parse(JSON.stringify(snapshot)))).toThrow(
      'restoreSimulation got an object, expected what `snapshot()` of a simulation answered.',
    );
  });
});

describe('records that Lambda could not have delivered', () => {
  const first = record(1);

  test.each<[string, readonly unknown[], string]>([
    [
      'that are none',
      ['x'],
      'Record 0 of shardId-00000000000000000000-00000000 has no `dynamodb`. Pass Lambda wire records: what a handler finds in event.Records',
    ],
    [
      'a record of Kinesis',
      [{ eventSource: 'aws:kinesis', kinesis: { data: 'aGVsbG8=' } }],
      'cannot be delivered: it is a record of Kinesis; only DynamoDB streams are replayed',
    ],
    [
      'a change through Kinesis Data Streams for DynamoDB',
      [{ eventSource: 'aws:kinesis', kinesis: { data: btoa('{"tableName":"Orders","dynamodb":{"Keys":{}}}') } }],
      'cannot be delivered: it is a change that Kinesis Data Streams for DynamoDB brings',
    ],
    [
      'the change itself',
      [{ recordFormat: 'application/json', tableName: 'Orders', eventName: 'INSERT', dynamodb: { Keys: {} } }],
      'cannot be delivered: it is a change that Kinesis Data Streams for DynamoDB brings',
    ],
    ['a message of SQS', [{ eventSource: 'aws:sqs', body: '{}' }], 'it is a message of an SQS queue'],
    ['a list of EventBridge Pipes', [[first]], 'is a list, as EventBridge Pipes gives one to a function'],
    ['an event', [{ Records: [first] }], 'is an event: pass its records, `records: event.Records`.'],
    ['null', [null], 'Record 0 of shardId-00000000000000000000-00000000 has no `dynamodb`'],
    [
      'without a change',
      [first, { eventID: '2' }],
      'Record 1 of shardId-00000000000000000000-00000000 has no `dynamodb`',
    ],
    [
      'without a sequence number',
      [{ dynamodb: {} }],
      'Record 0 of shardId-00000000000000000000-00000000: dynamodb.SequenceNumber is undefined, expected a string of 1 to 40 digits.',
    ],
    [
      'whose sequence number is a number',
      [{ dynamodb: { SequenceNumber: 5 } }],
      'dynamodb.SequenceNumber is 5, expected a string',
    ],
    [
      'whose sequence number has a sign',
      [{ dynamodb: { SequenceNumber: '-5' } }],
      'dynamodb.SequenceNumber is "-5", expected a string',
    ],
    [
      'in camel case',
      [{ dynamodb: { sequenceNumber: '5', keys: {} } }],
      'It has `sequenceNumber`: AWS writes SequenceNumber, Keys, NewImage.',
    ],
    [
      'created at an empty text',
      [first, { dynamodb: { ...first.dynamodb, SequenceNumber: '2', ApproximateCreationDateTime: '' } }],
      'Record 1 of shardId-00000000000000000000-00000000: dynamodb.ApproximateCreationDateTime is ""',
    ],
    [
      'created at no time',
      [{ dynamodb: { ...first.dynamodb, ApproximateCreationDateTime: 'noon' } }],
      'Record 0 of shardId-00000000000000000000-00000000: dynamodb.ApproximateCreationDateTime is "noon", expected seconds since 1970',
    ],
  ])('%s', async (_, given, message) => {
    const refused = run({ records: wrong(given) });

    await expect(refused).rejects.toMatchObject({ code: 'InvalidRecord' });
    await expect(run({ records: wrong(given) })).rejects.toThrow(message);
  });

  test.each([
    ['backwards', [record(2), record(1)], 'sequence number 1 does not come after 2.'],
    ['twice', [record(1), record(1)], 'sequence number 1 does not come after 1.'],
    ['sorted as texts', [record(10), record(9)], 'sequence number 9 does not come after 10.'],
  ])('in the wrong order: %s', async (_, given, message) => {
    const setup: Setup = { records: given };

    await expect(run(setup)).rejects.toMatchObject({ code: 'RecordsOutOfOrder' });
    await expect(run(setup)).rejects.toThrow(message);
  });
});

describe('records that say little', () => {
  test('a record without a creation time was created with the one before it, the first at the start', async () => {
    const timeless = (sequence: number) => {
      const { ApproximateCreationDateTime: _, ...change } = record(sequence).dynamodb ?? {};
      return { ...record(sequence), dynamodb: change };
    };
    const trace = await run({ records: [timeless(1), record(2, { at: 7 }), timeless(3)] });

    expect(trace.invocations.map(({ sequenceNumbers, startedAtMs }) => [startedAtMs, sequenceNumbers])).toEqual([
      [0, ['1']],
      [7000, ['2', '3']],
    ]);
  });

  test('without any creation time the start is a fixed one', async () => {
    const { startAt: _, ...options } = scenario({ records: [{ dynamodb: { SequenceNumber: '1' } }] });

    const trace = await simulate(options);

    expect(trace.scenario.startAt).toBe('2026-01-01T00:00:00.000Z');
    expect(trace.invocations).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['milliseconds', 1_767_225_600_000 + 5250],
    ['microseconds', (1_767_225_600_000 + 5250) * 1000],
    ['seconds as text', '1767225605.25'],
    ['an ISO time', '2026-01-01T00:00:05.250Z'],
    ['an ISO time without a zone, which is UTC', '2026-01-01T00:00:05.250'],
    ['a Date', new Date('2026-01-01T00:00:05.250Z')],
  ])('a creation time as other recordings have it is understood: %s', async (_, time) => {
    const given = record(1);
    const change = { ...given.dynamodb, ApproximateCreationDateTime: wrong(time) };
    const isDate = time instanceof Date; // As in the Streams API; Lambda's whole seconds then.
    const trace = await run({ records: [{ ...given, dynamodb: change }] });

    expect(trace.invocations[0]?.startedAtMs).toBe(isDate ? 5000 : 5250);
  });

  test('startAt and closesAt without a zone are UTC', async () => {
    const shards = { a: { records: records(1), closesAt: '2026-01-01T00:00:09' } };
    const { events, scenario: resolved } = await run({ startAt: '2026-01-01T00:00:00', shards });

    expect(resolved.startAt).toBe('2026-01-01T00:00:00.000Z');
    expect(events.at(-1)).toMatchObject({ type: 'shardFinished', atMs: 9000 });
  });
});

describe('what users answer in the middle', () => {
  test('a fault of an effect, where nobody sees effects', async () => {
    await expect(run({ faults: () => ({ effect: 1, fault: 'refuse' }) })).rejects.toMatchObject({
      code: 'InvalidOption',
      message:
        '`faults` answered {"effect":1,"fault":"refuse"}, and nobody sees the effects of the handler. Import \'@millrace/effects\' first.',
    });
  });

  test('a fault that is none', async () => {
    await expect(run({ faults: () => wrong('explode') })).rejects.toMatchObject({
      code: 'InvalidOption',
      message:
        "`faults` answered explode (string), expected 'throttle', 'serviceError', 'timeout', 'crash', 'redeliver', { crashAtEffect, moment, as }, { effect, fault } or undefined, at once.",
    });
  });

  test.each([-1, Number.NaN, Infinity])('a duration of %d', async (durationMs) => {
    await expect(run({ invocationDurationMs: () => durationMs })).rejects.toMatchObject({
      code: 'InvalidOption',
      message: `\`invocationDurationMs\` answered ${durationMs}, expected 0 or more milliseconds.`,
    });
  });

  test('a refusal that comes later', async () => {
    await expect(
      run({
        handler: failingOn(1),
        mapping: { ...toQueue, MaximumRetryAttempts: 0 },
        refusesDelivery: wrong(async () => true),
      }),
    ).rejects.toMatchObject({
      code: 'InvalidOption',
      message: '`refusesDelivery` answered a promise, expected true or false, at once.',
    });
  });

  test('more invocations than allowed', async () => {
    await expect(run({ records: records(5), mapping: { BatchSize: 1 }, maximumInvocations: 3 })).rejects.toMatchObject({
      code: 'LimitExceeded',
      message:
        'The simulation tried 3 times to send a batch, its limit. If the scenario is meant to be that long, raise `maximumInvocations`.',
    });
  });
});

test('a ScenarioError is known across copies of the package, and other errors are not', () => {
  const foreign = Object.defineProperty(new Error('made elsewhere'), Symbol.for('@millrace/ScenarioError'), {
    value: true,
  });

  expect(isScenarioError(new ScenarioError('InvalidOption', 'x'))).toBe(true);
  expect(isScenarioError(foreign)).toBe(true);
  expect(isScenarioError(new Error('x'))).toBe(false);
});

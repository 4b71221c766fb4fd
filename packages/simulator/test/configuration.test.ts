import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { resolveMapping, type EventSourceMapping } from '../src/index.ts';
import { createMapping, getMapping, noMappings, settleMappings } from '../src/mapping/eventSourceMappings.ts';
import {
  eventsOf,
  failingOn,
  record,
  queueArn,
  records,
  reporting,
  reports,
  run,
  streamArn,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

function refusal(settings: Partial<EventSourceMapping>): unknown {
  try {
    return resolveMapping({ StartingPosition: 'TRIM_HORIZON', ...settings });
  } catch (error) {
    return error;
  }
}

describe('what a mapping may be', () => {
  test('S41: only the starting position is required; the rest has the defaults of AWS', () => {
    expect(resolveMapping({ StartingPosition: 'LATEST' })).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      Enabled: true,
      FunctionResponseTypes: [],
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'LATEST',
      TumblingWindowInSeconds: 0,
    });
  });

  test.each<[keyof EventSourceMapping, number, number, string]>([
    ['BatchSize', 1, 10_000, 'batchSize'],
    ['MaximumBatchingWindowInSeconds', 0, 300, 'maximumBatchingWindowInSeconds'],
    ['ParallelizationFactor', 1, 10, 'parallelizationFactor'],
    ['TumblingWindowInSeconds', 0, 900, 'tumblingWindowInSeconds'],
    ['MaximumRetryAttempts', -1, 10_000, 'maximumRetryAttempts'],
  ])('S41: %s is %d to %d, and is refused in the form of AWS beyond', (name, least, most, field) => {
    const form = (value: number, rule: string): string =>
      `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must have value ${rule}`;

    expect(refusal({ [name]: least })).toMatchObject({ [name]: least });
    expect(refusal({ [name]: most })).toMatchObject({ [name]: most });
    expect(refusal({ [name]: most + 1 })).toMatchObject({
      code: 'ValidationException',
      httpStatus: 400,
      message: form(most + 1, `less than or equal to ${most}`),
    });
    expect(refusal({ [name]: least - 1 })).toMatchObject({
      code: 'ValidationException',
      message: form(least - 1, `greater than or equal to ${least}`),
    });
  });

  test('S41: a record age is -1 or 60 to 604800', () => {
    const message = 'MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)';

    for (const age of [-1, 60, 604_800]) {
      expect(refusal({ MaximumRecordAgeInSeconds: age })).toMatchObject({ MaximumRecordAgeInSeconds: age });
    }
    for (const age of [-2, 0, 59, 604_801]) {
      expect(refusal({ MaximumRecordAgeInSeconds: age })).toMatchObject({
        code: 'InvalidParameterValueException',
        message,
      });
    }
  });

  test('S41: a batch of more than 10 records needs no batching window; everything that goes together is accepted', () => {
    expect(refusal({ BatchSize: 101 })).toMatchObject({ BatchSize: 101 });
    expect(
      refusal({
        ...reports,
        ...toQueue,
        BatchSize: 10_000,
        BisectBatchOnFunctionError: true,
        MaximumBatchingWindowInSeconds: 300,
        TumblingWindowInSeconds: 900,
      }),
    ).toMatchObject({ TumblingWindowInSeconds: 900 });
  });

  test('S41: what is for other sources is refused, and says so', async () => {
    await expect(run({ mapping: { StartingPosition: 'AT_TIMESTAMP' } })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    });
    await expect(run({ mapping: { ScalingConfig: { MaximumConcurrency: 5 } } as never })).rejects.toThrow(
      'Unsupported ScalingConfig parameter for given event source mapping type.',
    );
    await expect(
      run({ mapping: { DestinationConfig: { OnSuccess: { Destination: queueArn } } } as never }),
    ).rejects.toThrow('OnSuccess configuration is not supported for event source mappings.');
  });

  test('S41: a source or a destination that is not simulated is refused with a reason', async () => {
    const kinesis = 'arn:aws:kinesis:eu-west-1:123456789012:stream/orders';
    const bus = 'arn:aws:kafka:eu-west-1:123456789012:topic/failures';

    await expect(run({ mapping: { EventSourceArn: kinesis } })).rejects.toMatchObject({ code: 'NotSimulated' });
    await expect(run({ mapping: { DestinationConfig: { OnFailure: { Destination: bus } } } })).rejects.toMatchObject({
      code: 'NotSimulated',
    });
  });
});

describe('the life of a mapping', () => {
  test('S42: Create answers every parameter; the mapping is Creating and then Enabled', () => {
    const [mappings, answer] = createMapping(noMappings, {
      EventSourceArn: streamArn,
      FunctionName: 'orders',
      StartingPosition: 'LATEST',
    });

    expect(answer).toMatchObject({
      State: 'Creating',
      StateTransitionReason: 'User action',
      LastProcessingResult: 'No records processed',
      MaximumRetryAttempts: -1,
    });
    expect(getMapping(settleMappings(mappings), answer.UUID).State).toBe('Enabled');
  });

  test('S42: an unknown mapping is answered with 404', () => {
    expect(() => getMapping(noMappings, '00000000-0000-4000-8000-000000000009')).toThrow(
      expect.objectContaining({ httpStatus: 404, message: 'The resource you requested does not exist.' }),
    );
  });

  test('S42: a discard without a call leaves LastProcessingResult untouched', async () => {
    const trace = await run({
      mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 },
      startAt: '2026-01-01T00:01:00Z',
    });

    expect(trace.discarded).toHaveLength(1);
    expect(trace.lastProcessingResult).toBe('No records processed');
  });
});

describe('warnings about what is allowed and bites', () => {
  const codes = async (setup: Parameters<typeof run>[0]): Promise<readonly string[]> =>
    eventsOf(await run(setup), 'warned').map(({ code }) => code);

  test('S26: retries without any limit', async () => {
    expect(await codes({})).toEqual(['endlessRetries']);
    expect(await codes({ mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 } })).toEqual([]);
    expect(await codes({ mapping: { ...toQueue, MaximumRetryAttempts: 0 } })).toEqual([]);
  });

  test('S40: limits without a destination', async () => {
    expect(await codes({ mapping: { MaximumRetryAttempts: 0 } })).toEqual(['noDestination']);
  });

  test('S20: a report that nobody reads, once however often', async () => {
    const mapping = { ...toQueue, MaximumRetryAttempts: 0, BatchSize: 1 };

    const handler = async (event: StreamEvent) => reporting(1, 2, 3)(event);
    const quiet = async (event: StreamEvent) => reporting()(event);

    expect(await codes({ records: records(3), handler, mapping })).toEqual(['reportIgnored']);
    expect(await codes({ records: records(3), handler: quiet, mapping })).toEqual([]);
  });

  test('S21: capitalised keys in a report', async () => {
    const mapping = { ...reports, ...toQueue, MaximumRetryAttempts: 0 };

    expect(await codes({ handler: async () => ({ BatchItemFailures: [] }), mapping })).toEqual([
      'capitalisedReportKey',
    ]);
    expect(await codes({ handler: async () => ({ batchItemFailures: [{ ItemIdentifier: '1' }] }), mapping })).toEqual([
      'capitalisedReportKey',
    ]);
    expect(await codes({ handler: failingOn(1), mapping })).toEqual([]);
  });

  test('an update to filters that can never match, and only when it changes them', async () => {
    const never = { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"status":["NEW"]}}}' }] };
    const update = { atMs: 10, do: 'update' } as const;
    const mapping = { ...toQueue, MaximumRetryAttempts: 0 };
    const handler = async () => undefined;

    expect(await codes({ handler, mapping, actions: [{ ...update, mapping: { FilterCriteria: never } }] })).toEqual([
      'missingTypeLetter',
    ]);
    expect(await codes({ handler, mapping, actions: [{ ...update, mapping: { BatchSize: 5 } }] })).toEqual([]);
  });

  test('the same trouble in two filters is told of each, once', async () => {
    const filtersOf = (...names: readonly string[]) => ({
      Filters: names.map((name) => ({ Pattern: `{"dynamodb":{"NewImage":{"${name}":["x"]}}}` })),
    });
    const trace = await run({
      mapping: { ...toQueue, MaximumRetryAttempts: 0, FilterCriteria: filtersOf('status', 'total') },
      actions: [{ atMs: 5, do: 'update', mapping: { FilterCriteria: filtersOf('status', 'owner') } }],
    });

    const places = eventsOf(trace, 'warned').map(({ atMs, message }) => [atMs, /NewImage\.(\w+)/.exec(message)?.[1]]);
    expect(places.filter(([, place]) => place !== undefined)).toEqual([
      [0, 'status'],
      [0, 'total'],
      [5, 'owner'],
    ]);
  });

  test('a run in which no record was for the function, with how many and why', async () => {
    const mapping = { ...toQueue, MaximumRetryAttempts: 0, StartingPosition: 'LATEST' };
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] };
    const given = [record(1, { at: -5 }), record(2), record(3, { at: 1 })];

    const filtered = await run({ records: given, mapping: { ...mapping, FilterCriteria } });
    const early = await run({ records: given.slice(0, 1), mapping });
    const trimmed = await run({
      records: [record(1, { at: -90_000 })],
      mapping: { ...mapping, StartingPosition: 'TRIM_HORIZON' },
    });

    const [latest, ...others] = filtered.warnings;
    expect(latest?.code).toBe('latestMayMiss');
    expect(others).toEqual([
      {
        code: 'nothingInvoked',
        message:
          '3 records were read and the function was never invoked: 2 matched no filter (S12), 1 lay before the starting position (S2). Look at FilterCriteria. LATEST begins at `startAt`, TRIM_HORIZON 24 hours before it.',
        atMs: 1000,
      },
    ]);
    expect(trimmed.warnings).toEqual(early.warnings.slice(1));
    expect(trimmed.warnings.map(({ message }) => message)).toEqual([
      '1 record was read and the function was never invoked: 1 lay before the starting position (S2). LATEST begins at `startAt`, TRIM_HORIZON 24 hours before it.',
    ]);
  });

  test('no such warning without records, with a call, a throttle or a discard, or while records wait', async () => {
    const mapping = { ...toQueue, MaximumRetryAttempts: 0 };
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] };
    const insertsOnly = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
    const remove = record(2, { eventName: 'REMOVE' });
    const enableLate = { atMs: 90_000_000, do: 'enable' } as const;
    const handler = async () => undefined;

    expect(await codes({ handler, mapping, records: [] })).toEqual([]);
    expect(await codes({ handler, mapping: { ...mapping, FilterCriteria }, records: [record(1), remove] })).toEqual([]);
    expect(await codes({ handler, mapping, faults: () => 'throttle', untilMs: 0 })).toEqual([]);
    expect(await codes({ handler, mapping: { ...mapping, Enabled: false }, actions: [enableLate] })).toEqual([]);
    expect(
      await codes({
        handler,
        mapping: { ...mapping, FilterCriteria, MaximumBatchingWindowInSeconds: 30 },
        records: [record(1, { eventName: 'REMOVE' }), record(2)], // Each is filtered out by one of the two filters.
        actions: [{ atMs: 5, do: 'update', mapping: { FilterCriteria: insertsOnly } }],
        untilMs: 10,
      }),
    ).toEqual([]);
  });

  test('an answer without a promise, which nodejs22.x and older do not hear', async () => {
    expect(await codes({ handler: () => ({}), mapping: { ...toQueue, MaximumRetryAttempts: 0 } })).toEqual([
      'synchronousAnswer',
    ]);
  });

  test('an answer by callback that comes when the call was judged already, once', async () => {
    const mapping = { ...toQueue, MaximumRetryAttempts: 0, BatchSize: 1 };
    const soon = (answer: () => void): void => void Promise.resolve().then(answer);
    const setup = { mapping, records: records(3), invocationDurationMs: 5 };
    const later = (answer: () => void): void => void setTimeout(answer, 60);
    const succeeds = async (_event: unknown, context: Context) => later(() => context.succeed('late'));
    const fails = async (_event: unknown, context: Context) => later(() => context.fail('late'));
    const calls = async (_event: unknown, _context: Context, callback: (error: null) => void) =>
      later(() => callback(null));
    const inTime = (_event: unknown, context: Context): void => soon(() => context.succeed('awaited'));

    expect(await codes({ ...setup, handler: succeeds })).toEqual(['lateAnswer']);
    expect(await codes({ ...setup, handler: fails })).toEqual(['lateAnswer']);
    expect(await codes({ ...setup, handler: calls })).toEqual(['callbackHandler', 'lateAnswer']);
    expect(await codes({ ...setup, handler: inTime })).toEqual(['callbackHandler']);
    expect(await codes({ ...setup, handler: (_event, context: Context) => context.succeed('now') })).toEqual([
      'callbackHandler',
    ]);
  });

  test('a time-out by the real clock', async () => {
    const hangs = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    const mapping = { ...toQueue, MaximumRetryAttempts: 0 };

    expect(await codes({ handler: hangs, mapping, functionTimeoutMs: 5 })).toEqual(['realTimeout']);
  });
});

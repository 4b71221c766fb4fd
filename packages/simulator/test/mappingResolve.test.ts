import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { destinationKind } from '../src/mapping/destinationKind.ts';
import type { ResolvedMapping } from '../src/mapping/eventSourceMapping.ts';
import { isMappingError, type MappingError } from '../src/words/mappingError.ts';
import { resolveMapping } from '../src/mapping/resolveMapping.ts';

const streamArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';

/** Resolves what the types would not let through as well: users of JavaScript and of templates write anything. */
function resolve(settings: Readonly<Record<string, unknown>>): ResolvedMapping {
  return resolveMapping({ StartingPosition: 'TRIM_HORIZON', ...settings });
}

function refusalOf(settings: Readonly<Record<string, unknown>>): MappingError {
  try {
    resolve(settings);
  } catch (error) {
    if (isMappingError(error)) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(settings)}`);
}

describe('S42: the defaults', () => {
  test('are all there', () => {
    expect(resolve({})).toEqual({
      EventSourceArn: undefined,
      FunctionName: undefined,
      Enabled: true,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      BisectBatchOnFunctionError: false,
      TumblingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      FilterCriteria: undefined,
      DestinationConfig: { OnFailure: {} },
      MetricsConfig: { Metrics: [] },
      KMSKeyArn: undefined,
      Tags: undefined,
    });
  });

  test('stand in for undefined and null alike, as for the SDK', () => {
    const names = Object.keys(resolve({})).filter((name) => !['StartingPosition', 'EventSourceArn'].includes(name));

    for (const absent of [undefined, null])
      expect(resolve(Object.fromEntries(names.map((name) => [name, absent])))).toEqual(resolve({}));
  });

  test('are left alone by resolving once more', () => {
    const settings = fc.record(
      {
        EventSourceArn: fc.constant(streamArn),
        Enabled: fc.boolean(),
        StartingPosition: fc.constantFrom('TRIM_HORIZON', 'LATEST'),
        BatchSize: fc.integer({ min: 1, max: 10_000 }),
        MaximumBatchingWindowInSeconds: fc.integer({ min: 0, max: 300 }),
        ParallelizationFactor: fc.integer({ min: 1, max: 10 }),
        MaximumRecordAgeInSeconds: fc.oneof(fc.constant(-1), fc.integer({ min: 60, max: 604_800 })),
        MaximumRetryAttempts: fc.integer({ min: -1, max: 10_000 }),
        BisectBatchOnFunctionError: fc.boolean(),
        FunctionResponseTypes: fc.constantFrom([], ['ReportBatchItemFailures']),
        FilterCriteria: fc.constantFrom({}, { Filters: [] }, { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] }),
        DestinationConfig: fc.constantFrom(
          {},
          { OnFailure: {} },
          { OnFailure: { Destination: '' } },
          {
            OnFailure: { Destination: 'arn:aws:sns:eu-west-1:123456789012:failures' },
          },
        ),
        MetricsConfig: fc.constantFrom({}, { Metrics: [] }, { Metrics: ['EventCount'] }),
        Tags: fc.constantFrom({ team: 'orders' }, [{ Key: 'team', Value: 'orders' }]),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(settings, (given) => {
        const resolved = resolve(given);
        expect(resolveMapping(resolved)).toEqual(resolved);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

describe('S41: a value out of range', () => {
  const aboveMost = (name: string, value: number, most: number): string =>
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value less than or equal to ${most}`;
  const belowLeast = (name: string, value: number, least: number): string =>
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value greater than or equal to ${least}`;

  test.each([
    ['BatchSize', 'batchSize', 1, 10_000],
    ['MaximumBatchingWindowInSeconds', 'maximumBatchingWindowInSeconds', 0, 300],
    ['ParallelizationFactor', 'parallelizationFactor', 1, 10],
    ['TumblingWindowInSeconds', 'tumblingWindowInSeconds', 0, 900],
  ] as const)(
    'of %s is refused in AWS’s words, and its limits themselves are accepted',
    (name, wireName, least, most) => {
      expect(resolve({ [name]: least })[name]).toBe(least);
      expect(resolve({ [name]: most })[name]).toBe(most);
      expect(refusalOf({ [name]: most + 1 })).toMatchObject({
        code: 'ValidationException',
        httpStatus: 400,
        message: aboveMost(wireName, most + 1, most),
        certainty: 'recorded',
      });
      expect(refusalOf({ [name]: least - 1 })).toMatchObject({
        message: belowLeast(wireName, least - 1, least),
        certainty: 'inferred',
        hint: expect.stringContaining('inferred'),
      });
    },
  );

  test('of MaximumRetryAttempts is refused in AWS’s form, which is inferred', () => {
    expect(resolve({ MaximumRetryAttempts: 10_000 }).MaximumRetryAttempts).toBe(10_000);
    expect(refusalOf({ MaximumRetryAttempts: 10_001 })).toMatchObject({
      message: aboveMost('maximumRetryAttempts', 10_001, 10_000),
      certainty: 'inferred',
    });
    expect(refusalOf({ MaximumRetryAttempts: -2 })).toMatchObject({
      message: belowLeast('maximumRetryAttempts', -2, -1),
      certainty: 'inferred',
    });
  });

  test.each([-2, 0, 1, 59, 604_801])('of MaximumRecordAgeInSeconds, %d, is refused', (age) => {
    expect(refusalOf({ MaximumRecordAgeInSeconds: age })).toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'MaximumRecordAgeInSeconds must be either -1 (forever) or between 60 and 604800 (inclusive)',
    });
  });

  test.each([-1, 60, 604_800])('is not: MaximumRecordAgeInSeconds %d', (age) => {
    expect(resolve({ MaximumRecordAgeInSeconds: age }).MaximumRecordAgeInSeconds).toBe(age);
  });

  test('beside another is reported together with it', () => {
    expect(refusalOf({ BatchSize: 10_001, TumblingWindowInSeconds: 901 }).message).toBe(
      "2 validation errors detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000; Value '901' at 'tumblingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 900",
    );
  });

  test('of an enumeration is refused with its members', () => {
    expect(refusalOf({ MetricsConfig: { Metrics: ['Errors'] } })).toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining("Value '[Errors]' at 'metricsConfig.metrics'"),
      certainty: 'inferred',
    });
    expect(
      refusalOf({ FunctionResponseTypes: ['ReportBatchItemFailures', 'ReportBatchItemFailures'] }).message,
    ).toContain('Member must have length less than or equal to 1');
  });
});

describe('S2: the starting position', () => {
  test.each([undefined, null])('is required: %s', (StartingPosition) => {
    expect(refusalOf({ StartingPosition })).toMatchObject({
      code: 'InvalidParameterValueException',
      message:
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    });
  });

  test('AT_TIMESTAMP is for Kinesis only', () => {
    expect(
      refusalOf({
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: 1_700_000_000,
        EventSourceArn: streamArn,
      }),
    ).toMatchObject({
      code: 'InvalidParameterValueException',
      message: `Unsupported starting position for arn type: ${streamArn}`,
    });
  });

  test.each(['2026-01-01T00:00:00Z', 1_700_000_000, new Date(0)])('takes no timestamp without it: %s', (time) => {
    expect(refusalOf({ StartingPositionTimestamp: time }).message).toBe(
      'Timestamp only valid with StartingPosition AT_TIMESTAMP',
    );
  });
});

describe('settings that exclude each other', () => {
  test('S41: a tumbling window and more than one batch at once', () => {
    expect(refusalOf({ TumblingWindowInSeconds: 10, ParallelizationFactor: 2 }).message).toBe(
      'Parallelization factor must be equal to 1 when tumbling window period is configured',
    );
    expect(resolve({ TumblingWindowInSeconds: 0, ParallelizationFactor: 2 }).ParallelizationFactor).toBe(2);
  });

  test('S18: a tumbling window and filters, but not an empty list of them', () => {
    const Filters = [{ Pattern: '{"eventName":["INSERT"]}' }];

    expect(refusalOf({ TumblingWindowInSeconds: 10, FilterCriteria: { Filters } })).toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'Tumbling window period should be zero when FilterCriteria is configured',
    });
    expect(resolve({ TumblingWindowInSeconds: 10, FilterCriteria: { Filters: [] } }).FilterCriteria).toBeUndefined();
  });
});

describe('S39: the on-failure destination', () => {
  test.each([
    ['arn:aws:sqs:eu-west-1:123456789012:failures', 'sqs'],
    ['arn:aws:sns:eu-west-1:123456789012:failures', 'sns'],
    ['arn:aws:s3:::failures', 's3'],
    ['arn:aws-cn:sqs:cn-north-1:123456789012:failures', 'sqs'],
    ['arn:aws:s3:::named.fifo', 's3'],
  ])('%s is accepted as %s', (arn, kind) => {
    expect(
      resolve({ DestinationConfig: { OnFailure: { Destination: arn } } }).DestinationConfig.OnFailure.Destination,
    ).toBe(arn);
    expect(destinationKind(arn)).toBe(kind);
  });

  test.each([
    'kafka://failures',
    'arn:aws:kafka:eu-west-1:123456789012:cluster/c/0-1',
    'arn:aws-cn:kafka:cn-north-1:123456789012:topic/c/0-1/t',
  ])('%s is refused with the reason: what AWS says of Kafka contradicts itself', (Destination) => {
    const refusal = refusalOf({ DestinationConfig: { OnFailure: { Destination } } });

    expect(refusal?.code).toBe('NotSimulated');
    expect(refusal?.message).toContain('Kafka');
    expect(refusal?.hint).toContain("AWS's pages contradict each other");
  });

  test('the empty string takes it away', () => {
    expect(resolve({ DestinationConfig: { OnFailure: { Destination: '' } } }).DestinationConfig).toEqual({
      OnFailure: {},
    });
  });

  test.each([
    'arn:aws:lambda:eu-west-1:123456789012:function:f',
    'arn:aws:events:eu-west-1:123456789012:event-bus/b',
    'kafka://failures',
    'https://sqs.eu-west-1.amazonaws.com/123456789012/failures',
    'failures',
  ])('%s is refused as not simulated', (arn) => {
    expect(destinationKind(arn)).toBeUndefined();
    expect(refusalOf({ DestinationConfig: { OnFailure: { Destination: arn } } })).toMatchObject({
      code: 'NotSimulated',
      message: expect.stringContaining(arn),
    });
  });

  test.each(['sqs', 'sns'])('a FIFO one of %s is refused, with an inferred text', (service) => {
    const Destination = `arn:aws:${service}:eu-west-1:123456789012:failures.fifo`;

    expect(refusalOf({ DestinationConfig: { OnFailure: { Destination } } })).toMatchObject({ certainty: 'inferred' });
  });

  test('OnSuccess is refused', () => {
    expect(refusalOf({ DestinationConfig: { OnSuccess: {} } }).message).toBe(
      'OnSuccess configuration is not supported for event source mappings.',
    );
  });
});

describe('the event source', () => {
  test.each([
    ['arn:aws:kinesis:eu-west-1:123456789012:stream/s', 'NotSimulated'],
    ['arn:aws:sqs:eu-west-1:123456789012:q', 'NotSimulated'],
    ['arn:aws:dynamodb:eu-west-1:123456789012:table/orders', 'InvalidParameterValueException'],
    ['orders', 'InvalidParameterValueException'],
  ])('%s is refused: %s', (EventSourceArn, code) => {
    expect(refusalOf({ EventSourceArn })).toMatchObject({ code, hint: expect.stringContaining(EventSourceArn) });
  });

  test('may be left out, but is not recognised when it is null', () => {
    expect(resolve({ EventSourceArn: undefined }).EventSourceArn).toBeUndefined();
    expect(refusalOf({ EventSourceArn: null }).message).toBe('Unrecognized event source.');
  });
});

describe('a parameter', () => {
  test.each([
    ['Batchsize', 'BatchSize'],
    ['BatchSise', 'BatchSize'],
    ['BtchSise', 'BatchSize'],
    ['batch_size', 'BatchSize'],
    ['startingPosition', 'StartingPosition'],
    ['MaximumBatchingWindow', 'MaximumBatchingWindowInSeconds'],
    ['maxBatchingWindow', 'MaximumBatchingWindowInSeconds'],
    ['MaxRetryAttempts', 'MaximumRetryAttempts'],
    ['retryAttempts', 'MaximumRetryAttempts'],
    ['bisect_batch_on_function_error', 'BisectBatchOnFunctionError'],
    ['FunctionResponseType', 'FunctionResponseTypes'],
    ['TumblingWindow', 'TumblingWindowInSeconds'],
    ['Stream', 'EventSourceArn'],
    ['Filters', 'FilterCriteria'],
    ['OnFailure', 'DestinationConfig'],
  ])('spelled %s is refused: %s is meant', (given, meant) => {
    expect(refusalOf({ [given]: 1 })).toMatchObject({
      code: 'ParamValidation',
      message: expect.stringContaining(`Did you mean ${meant}?`),
    });
  });

  test.each([
    [
      { DestinationConfig: { OnFailure: { Destinaton: 'x' } } },
      'DestinationConfig.OnFailure. Did you mean Destination?',
    ],
    [{ DestinationConfig: { onFailure: {} } }, 'DestinationConfig. Did you mean OnFailure?'],
    [{ FilterCriteria: { Filter: [] } }, 'FilterCriteria. Did you mean Filters?'],
    [{ FilterCriteria: { Filters: [{ pattern: '{}' }] } }, 'FilterCriteria.Filters[0]. Did you mean Pattern?'],
    [{ MetricsConfig: { Metric: [] } }, 'MetricsConfig. Did you mean Metrics?'],
  ])('inside another is checked too: %j', (settings, message) => {
    expect(refusalOf(settings).message).toContain(message);
  });

  // Each ends like a parameter, or is as far from one as a name may not be.
  test.each(['Attempts', 'InSeconds', 'BtchSiz', 'Bat', 'Tgas', ''])('spelled "%s" is nobody’s guess', (given) => {
    expect(refusalOf({ [given]: 1 }).message).not.toContain('Did you mean');
  });

  test('that is like no other lists what there is', () => {
    expect(refusalOf({ Colour: 'red' }).message).toMatch(
      /^Unknown parameter "Colour" in the mapping\. Known here: .*BatchSize/u,
    );
    expect(refusalOf({ toString: 1 }).message).toContain('Unknown parameter "toString"');
  });

  test.each([
    'Queues',
    'Topics',
    'SelfManagedEventSource',
    'ProvisionedPollerConfig',
    'DocumentDBEventSourceConfig',
    'SourceAccessConfigurations',
  ])('of another source is refused saying so: %s', (name) => {
    expect(refusalOf({ [name]: [] })).toMatchObject({
      message: `Unsupported ${name} parameter for given event source mapping type.`,
      certainty: 'inferred',
      hint: expect.stringContaining(`${name} is for `),
    });
  });

  test('that only AWS’s answers hold is refused', () => {
    expect(refusalOf({ UUID: 'x' }).message).toContain('part of AWS’s answer'.replace('’', "'"));
  });

  test.each([
    [{ BatchSize: '100' }, 'BatchSize is the string "100", expected an integer.', 'Write 100 without quotes.'],
    [{ BatchSize: 1.5 }, 'BatchSize is the number 1.5, expected an integer.', ''],
    [{ BatchSize: Number.NaN }, 'BatchSize is the number NaN, expected an integer.', ''],
    [{ Enabled: 'true' }, 'Enabled is the string "true", expected true or false.', 'Write true without quotes.'],
    [
      { FunctionResponseTypes: 'ReportBatchItemFailures' },
      'FunctionResponseTypes is the string "ReportBatchItemFailures", expected a list.',
      'Write FunctionResponseTypes: ["ReportBatchItemFailures"].',
    ],
    [
      { EventSourceArn: { 'Fn::GetAtt': ['T', 'StreamArn'] } },
      'EventSourceArn is an object, expected a string.',
      'intrinsic function',
    ],
    [{ DestinationConfig: { OnFailure: 'arn:aws:sqs:…' } }, 'DestinationConfig.OnFailure is the string', ''],
    [{ DestinationConfig: [] }, 'DestinationConfig is a list, expected an object.', ''],
    [{ FunctionResponseTypes: [1] }, 'FunctionResponseTypes[0] is the number 1, expected a string.', ''],
    [{ FunctionResponseTypes: [null] }, 'FunctionResponseTypes[0] is null, expected a string.', ''],
    [{ BatchSize: '10' }, 'BatchSize is the string "10"', 'Write 10 without quotes.'],
    [{ BatchSize: 'x10' }, 'BatchSize is the string "x10"', "AWS's clients refuse this"],
  ])('of a wrong type is refused: %j', (settings, message, hint) => {
    expect(refusalOf(settings)).toMatchObject({
      code: 'ParamValidation',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
});

test.each([undefined, null, 5, 'mapping', []])('%j is no mapping', (mapping) => {
  expect(() => resolveMapping(mapping as never)).toThrow('The mapping is');
});

test('a refusal shows its hint where test runners print it, and is known across copies of the package', () => {
  const error = refusalOf({ FilterCriteria: { Filters: [{ Pattern: '{"eventName":"INSERT"}' }] } });

  expect(error.stack).toMatch(
    /^MappingError: Invalid filter pattern definition\.\nFilterCriteria\.Filters\[0\]\.Pattern at eventName: /u,
  );
  expect(error.stack).toMatch(/\n {4}at /u);
  expect(isMappingError(Object.assign(new Error('other copy'), { [Symbol.for('@millrace/MappingError')]: true }))).toBe(
    true,
  );
  expect(isMappingError(new Error('another'))).toBe(false);
});

test('a refusal with a hint says what it is once, also where stacks are not kept', () => {
  const refuse = () => refusalOf({ StartingPosition: 'AT_TIMESTAMP', EventSourceArn: streamArn });
  const head = `MappingError: Unsupported starting position for arn type: ${streamArn}`;
  const { hint, stack } = refuse();
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 0;

    expect(refuse().stack).toBe(`${head}\n${hint}`);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  expect(stack?.startsWith(`${head}\n${hint}\n    at `)).toBe(true);
});

test('Type is advised about where SAM has it, in the destination', () => {
  expect(refusalOf({ Type: 'SQS' }).message).toMatch(/^Unknown parameter "Type" in the mapping\. Known here/u);
  expect(refusalOf({ DestinationConfig: { OnFailure: { Type: 'SQS' } } }).hint).toContain('SAM template');
});

test('several violations are told at once, and are not all recorded because the first is', () => {
  const error = refusalOf({ StartingPosition: 'NOW', FunctionResponseTypes: ['A', 'B'] });

  expect(error.message).toMatch(/^2 validation errors detected: .*'startingPosition'.*; Value '\[A, B\]' at/u);
  expect(error.certainty).toBe('inferred');
});

test.each([undefined, null])('%p names nothing that a DynamoDB stream does not have', (absent) => {
  expect(resolve({ StartingPositionTimestamp: absent, DestinationConfig: { OnSuccess: absent } })).toEqual(resolve({}));
});

test('a refusal without a hint has the stack of any error', () => {
  const error = refusalOf({ MaximumRecordAgeInSeconds: 59 });

  expect(error.hint).toBeUndefined();
  expect(error.stack).toMatch(/^MappingError: MaximumRecordAgeInSeconds must be .*\n {4}at /u);
});

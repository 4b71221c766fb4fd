import { describe, expect, test } from '@jest/globals';
import type { EventSourceMapping } from '../src/mapping/eventSourceMapping.ts';
import {
  createMapping,
  deleteMapping,
  getMapping,
  noMappings,
  settleMappings,
  updateMapping,
} from '../src/mapping/eventSourceMappings.ts';

const EventSourceArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
const parameters: EventSourceMapping = { EventSourceArn, FunctionName: 'ship', StartingPosition: 'LATEST' };
const UUID = '00000000-0000-4000-8000-000000000001';
/** One mapping. Made in each test, so that a fault of making it is seen by all. */
const one = (more: Partial<EventSourceMapping> = {}) =>
  createMapping(noMappings, { ...parameters, ...more }, { atMs: 1_790_000_000_500 });

describe('S42: creating a mapping', () => {
  test('answers with every default', () => {
    expect(one()[1]).toEqual({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      EventSourceArn,
      EventSourceMappingArn: `arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:${UUID}`,
      FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:ship',
      FunctionResponseTypes: [],
      LastModified: 1_790_000_000.5,
      LastProcessingResult: 'No records processed',
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'LATEST',
      State: 'Creating',
      StateTransitionReason: 'User action',
      TumblingWindowInSeconds: 0,
      UUID,
    });
  });

  test('leaves an empty list of filters out of the answer', () => {
    const [, withNone] = createMapping(noMappings, { ...parameters, FilterCriteria: { Filters: [] } });

    expect(withNone).not.toHaveProperty('FilterCriteria');
  });

  test('names the key and the metrics when there are any', () => {
    const KMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const [, withBoth] = one({ KMSKeyArn, MetricsConfig: { Metrics: ['EventCount'] } });

    expect(withBoth).toMatchObject({ KMSKeyArn, MetricsConfig: { Metrics: ['EventCount'] } });
  });

  test('names neither key nor metrics when there are none', () => {
    expect(one()[1]).not.toHaveProperty('KMSKeyArn');
    expect(one()[1]).not.toHaveProperty('MetricsConfig');
  });

  test('at a time that nobody gave is at the start of the epoch', () => {
    expect(createMapping(noMappings, parameters)[1].LastModified).toBe(0);
  });

  test.each([
    [true, 'Enabled'],
    [false, 'Disabled'],
  ])('with Enabled %s ends in the state %s', (Enabled, State) => {
    const [next, { UUID: uuid }] = createMapping(noMappings, { ...parameters, Enabled });

    expect(getMapping(settleMappings(next), uuid).State).toBe(State);
  });

  test('of the same stream and function again is refused, whichever way the function is named', () => {
    const twin = 'arn:aws:lambda:eu-west-1:123456789012:function:ship';

    expect(() => createMapping(one()[0], { ...parameters, FunctionName: twin })).toThrow(
      `The event source arn (" ${EventSourceArn} ") and function (" ship ") provided mapping already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    );
  });

  test('is possible for two aliases of one function', () => {
    const [blue] = createMapping(one()[0], { ...parameters, FunctionName: 'ship:blue' });
    const [, green] = createMapping(blue, { ...parameters, FunctionName: '123456789012:function:ship:green' });

    expect(green.FunctionArn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:ship:green');
  });

  test('of another stream to the same function is possible, and each keeps its own parameters', () => {
    const otherArn = EventSourceArn.replace('orders', 'shipments');
    const [both, other] = createMapping(one()[0], { ...parameters, EventSourceArn: otherArn });
    const [updated] = updateMapping(both, other.UUID, { BatchSize: 7 });

    expect(other.UUID).toBe('00000000-0000-4000-8000-000000000002');
    expect([getMapping(updated, UUID), getMapping(updated, other.UUID)]).toMatchObject([
      { EventSourceArn, BatchSize: 100, UUID },
      { EventSourceArn: otherArn, BatchSize: 7, UUID: other.UUID },
    ]);
  });

  test('needs a function', () => {
    expect(() => createMapping(noMappings, { ...parameters, FunctionName: undefined })).toThrow(
      "Value null at 'functionName'",
    );
  });
});

describe('S42: updating a mapping', () => {
  test.each([undefined, null])('with %p leaves a parameter as it is, as the SDK does not send it', (absent) => {
    const [mappings] = one({ BatchSize: 7 });
    const [, answer] = updateMapping(mappings, UUID, { BatchSize: absent as never, MaximumRetryAttempts: 2 });

    expect(answer).toMatchObject({ BatchSize: 7, MaximumRetryAttempts: 2 });
  });

  test('replaces what is given and keeps the rest', () => {
    const [first] = updateMapping(one()[0], UUID, {
      BatchSize: 7,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    const [second, updated] = updateMapping(first, UUID, { MaximumRetryAttempts: 2 });
    const [, cleared] = updateMapping(second, UUID, { FilterCriteria: {} });

    expect(updated).toMatchObject({
      BatchSize: 7,
      MaximumRetryAttempts: 2,
      State: 'Updating',
      FilterCriteria: { Filters: [{}] },
    });
    expect(cleared).not.toHaveProperty('FilterCriteria');
  });

  test('keeps its time unless another is given', () => {
    const [first, untimed] = updateMapping(one()[0], UUID, { BatchSize: 7 });
    const [, timed] = updateMapping(first, UUID, { BatchSize: 8 }, { atMs: 1_790_000_060_000 });

    expect([untimed.LastModified, timed.LastModified]).toEqual([1_790_000_000.5, 1_790_000_060]);
  });

  test('moves it to another function of the region and account of its stream', () => {
    const [, moved] = updateMapping(one()[0], UUID, { FunctionName: 'pack' });

    expect(moved.FunctionArn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:pack');
  });

  test('passes through Disabling and Enabling when it switches the mapping', () => {
    const [disabling, off] = updateMapping(one()[0], UUID, { Enabled: false });
    const [, on] = updateMapping(settleMappings(disabling), UUID, { Enabled: true });

    expect([off.State, getMapping(settleMappings(disabling), UUID).State, on.State]).toEqual([
      'Disabling',
      'Disabled',
      'Enabling',
    ]);
  });

  test('is checked as a whole', () => {
    const [windowed] = updateMapping(one()[0], UUID, { TumblingWindowInSeconds: 10 });

    expect(() => updateMapping(windowed, UUID, { ParallelizationFactor: 2 })).toThrow(
      'Parallelization factor must be equal to 1',
    );
  });

  test('takes a destination away with an empty string', () => {
    const destination = { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } };
    const [withOne] = updateMapping(one()[0], UUID, { DestinationConfig: destination });
    const [, without] = updateMapping(withOne, UUID, { DestinationConfig: { OnFailure: { Destination: '' } } });

    expect(without.DestinationConfig).toEqual({ OnFailure: {} });
  });

  test('cannot move it to another stream or position', () => {
    expect(() => updateMapping(one()[0], UUID, { StartingPosition: 'TRIM_HORIZON' } as never)).toThrow(
      'StartingPosition cannot be updated',
    );
  });

  test('what is undefined or null is not given, as the SDK does not send it', () => {
    const [before] = one({ BatchSize: 7 });
    const absent = { BatchSize: undefined, FunctionName: undefined, MaximumRetryAttempts: null };
    const fixed = { EventSourceArn: undefined, StartingPosition: undefined, Tags: undefined };
    const [, answer] = updateMapping(before, UUID, { ...absent, ...fixed } as never);

    expect(answer).toMatchObject({ BatchSize: 7, FunctionArn: before.mappings[0]?.functionArn });
  });

  test('leaves the mappings before it as they were', () => {
    const [before] = one();
    updateMapping(before, UUID, { BatchSize: 7 });

    expect(getMapping(before, UUID).BatchSize).toBe(100);
  });
});

describe('S42: deleting a mapping', () => {
  test('answers Deleting, and then nobody knows it', () => {
    const [deleting, deleted] = deleteMapping(one()[0], UUID);

    expect(deleted.State).toBe('Deleting');
    expect(getMapping(deleting, UUID).State).toBe('Deleting');
    expect(() => getMapping(settleMappings(deleting), UUID)).toThrow(
      expect.objectContaining({
        code: 'ResourceNotFoundException',
        httpStatus: 404,
        message: 'The resource you requested does not exist.',
      }),
    );
  });

  test('makes room for another of the same stream and function, with another UUID', () => {
    const [deleting] = deleteMapping(one()[0], UUID);
    const [, again] = createMapping(settleMappings(deleting), parameters);

    expect(again.UUID).not.toBe(UUID);
  });
});

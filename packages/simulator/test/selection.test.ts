import { describe, expect, test } from '@jest/globals';
import { compileFilterCriteria, type EventSourceMapping } from '../src/index.ts';
import { calls, documents, eventsOf, failingOn, record, records, run, toQueue } from './fixtures.ts';

function filters(...patterns: readonly unknown[]): Partial<EventSourceMapping> {
  const asText = (pattern: unknown): string => (typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  return { FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: asText(pattern) })) } };
}

function passes(pattern: unknown, ...given: Parameters<typeof record>): boolean {
  const criteria = filters(pattern).FilterCriteria;
  return compileFilterCriteria(criteria ?? {})(record(...given));
}

const inserts = filters({ eventName: ['INSERT'] });

describe('filters and batches', () => {
  test('S12: what does not match takes no place in the batch', async () => {
    const trace = await run({
      records: [1, 2, 3, 4].map((n) => record(n, { eventName: n % 2 === 0 ? 'INSERT' : 'MODIFY' })),
      mapping: { ...inserts, BatchSize: 2 },
    });

    expect(calls(trace)).toBe('[2,4]');
    expect(eventsOf(trace, 'recordsSkipped')).toMatchObject([
      { sequenceNumbers: ['1'], reason: 'filteredOut' },
      { sequenceNumbers: ['3'], reason: 'filteredOut' },
    ]);
  });

  test('S12: when nothing matches there is no call, and the checkpoint moves', async () => {
    const trace = await run({ records: records(3, { eventName: 'REMOVE' }), mapping: inserts });

    expect(calls(trace)).toBe('');
    expect(trace.checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['3']);
  });

  test('S12: a long run of records that do not match is read through', async () => {
    const trace = await run({
      records: [...records(5000, { eventName: 'REMOVE' }), record(5001)],
      mapping: { ...inserts, BatchSize: 1 },
    });

    expect(calls(trace)).toBe('[5001]');
  });

  test('S12: the suffix of a partial failure and a bisected half hold only what matched', async () => {
    const trace = await run({
      records: [1, 2, 3, 4, 5].map((n) => record(n, { eventName: n === 2 ? 'REMOVE' : 'INSERT' })),
      handler: failingOn(3),
      mapping: { ...inserts, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
    });

    expect(calls(trace)).toBe('[1,3,4,5] [1,3] [1] [3] [4,5]');
    expect(trace.checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['2', '3', '5']);
  });

  test('S19: a failure document counts the records of the batch, not those that were filtered out', async () => {
    const trace = await run({
      records: [1, 2, 3].map((n) => record(n, { eventName: n === 2 ? 'REMOVE' : 'INSERT' })),
      handler: failingOn(1),
      mapping: { ...inserts, ...toQueue, MaximumRetryAttempts: 0 },
    });

    expect(documents(trace)[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '1',
      endSequenceNumber: '3',
      batchSize: 2,
    });
  });
});

describe('patterns', () => {
  test('S13: filters are alternatives, the conditions of one hold together', () => {
    const criteria = filters(
      { eventName: ['REMOVE'] },
      { eventName: ['INSERT'], dynamodb: { Keys: { id: { S: ['a'] } } } },
    ).FilterCriteria;
    const matches = compileFilterCriteria(criteria ?? {});

    expect(matches(record(1, { eventName: 'REMOVE' }))).toBe(true);
    expect(matches(record(1, { key: 'a' }))).toBe(true);
    expect(matches(record(1, { key: 'b' }))).toBe(false);
  });

  test('S13: a key that stands twice adds up where it holds patterns; of two lists of values the later counts', () => {
    const twice = (first: string, second: string) =>
      `{"dynamodb":{"Keys":{"id":{"S":["${first}"]}}},"dynamodb":{"SequenceNumber":["${second}"]}}`;
    expect(passes(twice('item-1', '1'), 1)).toBe(true);
    expect(passes(twice('item-2', '1'), 1)).toBe(false);
    expect(passes(twice('item-1', '2'), 1)).toBe(false);
    expect(passes('{"eventName":["INSERT"],"eventName":["REMOVE"]}', 1)).toBe(false);
    expect(passes('{"eventName":["REMOVE"],"eventName":["INSERT"]}', 1)).toBe(true);
  });

  test('S13: ten filters are accepted and eleven are not', async () => {
    const many = (count: number) => filters(...Array.from({ length: count }, () => ({ eventName: ['INSERT'] })));

    await expect(run({ mapping: many(10) })).resolves.toMatchObject({ invocations: [{ index: 0 }] });
    await expect(run({ mapping: many(11) })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('S14: a pattern goes through the type letters; without them it does not match', () => {
    expect(passes({ dynamodb: { Keys: { id: { S: ['a'] } } } }, 1, { key: 'a' })).toBe(true);
    expect(passes({ dynamodb: { Keys: { id: ['a'] } } }, 1, { key: 'a' })).toBe(false);
  });

  test('S15: exists is about leaves: false matches an attribute that is there, since it is an object', () => {
    expect(passes({ dynamodb: { Keys: { id: [{ exists: false }] } } }, 1)).toBe(true);
    expect(passes({ dynamodb: { Keys: { id: { S: [{ exists: false }] } } } }, 1)).toBe(false);
  });

  test('S16: numeric never matches an attribute of type N, and does match the creation time', () => {
    const [one] = records(1);
    const numbered = { ...one, dynamodb: { ...one?.dynamodb, NewImage: { total: { N: '101' } } } };
    const matches = (pattern: unknown): boolean =>
      compileFilterCriteria(filters(pattern).FilterCriteria ?? {})(numbered);

    expect(matches({ dynamodb: { NewImage: { total: { N: [{ numeric: ['>', 0] }] } } } })).toBe(false);
    expect(matches({ dynamodb: { NewImage: { total: { N: [{ 'anything-but': '102' }] } } } })).toBe(true);
    expect(matches({ dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }] } })).toBe(true);
  });

  test('S17: metadata is there to be matched: eventSource AND eventName', () => {
    expect(passes({ eventSource: ['aws:dynamodb'], eventName: ['INSERT'] }, 1)).toBe(true);
    expect(passes({ eventSource: ['aws:kinesis'], eventName: ['INSERT'] }, 1)).toBe(false);
  });

  test('S18: filters and tumbling windows exclude each other; an empty list of filters is no filter', async () => {
    await expect(run({ mapping: { ...inserts, TumblingWindowInSeconds: 10 } })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      httpStatus: 400,
    });
    await expect(
      run({ mapping: { FilterCriteria: { Filters: [] }, TumblingWindowInSeconds: 10 }, untilMs: 0 }),
    ).resolves.toBeDefined();
  });
});

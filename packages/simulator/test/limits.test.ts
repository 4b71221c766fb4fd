import { expect, test } from '@jest/globals';
import { simulate } from '../src/index.ts';
import { failingOn, record, records, run, scenario } from './fixtures.ts';

function chain(length: number, order: 'childrenFirst' | 'parentsFirst') {
  const ids = Array.from({ length }, (_, index) => index);
  if (order === 'childrenFirst') ids.reverse();
  return Object.fromEntries(
    ids.map((id) => [`s${id}`, { records: [], ...(id > 0 && { parents: [`s${id - 1}`] }) }] as const),
  );
}

test.each(['childrenFirst', 'parentsFirst'] as const)('a lineage of 8,000 shards, %s, is simulated', async (order) => {
  const trace = await run({ shards: chain(8000, order) });

  expect(trace.events.filter(({ type }) => type === 'shardFinished')).toHaveLength(7999);
});

test("shards that are each other's parents are refused with their circle, however they are given", async () => {
  const shards = {
    a: { parents: ['c'], records: [] },
    b: { parents: ['a'], records: [] },
    c: { parents: ['b'], records: [] },
  };

  await expect(run({ shards: { start: { parents: ['a'], records: [] }, ...shards } })).rejects.toThrow(
    "The shards a → c → b → a are each other's parents.",
  );
});

test('the text of a trace has a column a shard up to 100 of them, and beyond that a number each', async () => {
  const shardsOf = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { records: [record(index + 1)] }]));
  const columns = (await run({ shards: shardsOf(100) })).toText().split('\n');
  const numbered = (await run({ shards: shardsOf(101) })).toText().split('\n');

  expect(columns[100]).toBe(`${'·'.repeat(99)}▸ s99`);
  expect(numbered[101]).toBe('▸100 s100');
  expect(numbered.find((line) => line.includes('[18]'))).toBe('    0.000s ▸17  read [18]');
});

test('the text of a trace grows with its events alone, not with events times shards', async () => {
  const trace = await run({
    shards: Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`s${index}`, { records: [record(1)] }])),
  });

  expect(trace.toText().length / trace.events.length).toBeLessThan(100);
});

test('retries without end meet the bound of the trace, which says what to change', async () => {
  const endless = run({
    handler: failingOn(1),
    semantics: { backoff: { firstMs: 1, factor: 1, maxMs: 1 } },
    maximumTraceLength: 1000,
  });

  await expect(endless).rejects.toThrow(
    /The trace holds more than 1000 events and records, its limit\. The function was invoked \d+ times: .*raise `maximumTraceLength`/,
  );
  await expect(endless).rejects.toMatchObject({ code: 'LimitExceeded' });
});

test('an endless iterable of which nothing passes the filters ends with an error', async () => {
  function* endless() {
    for (let sequence = 1; ; sequence++) yield record(sequence);
  }
  const filtered = simulate({
    ...scenario({ mapping: { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] } } }),
    records: endless(),
    maximumTraceLength: 100_000,
  });

  await expect(filtered).rejects.toThrow(
    'The function was never invoked: do its records never end, and match no filter?',
  );
});

test('a trace as long as its bound is none too long', async () => {
  const { events } = await run({ records: records(10) });

  await expect(run({ records: records(10), maximumTraceLength: events.length + 10 })).resolves.toBeDefined();
  await expect(run({ records: records(10), maximumTraceLength: events.length + 9 })).rejects.toThrow('its limit');
  await expect(run({ maximumTraceLength: 0 })).rejects.toThrow('`maximumTraceLength` is 0 (number)');
});

test('lists of sequence numbers are kept once for the calls of one batch', async () => {
  const trace = await run({ records: records(3), handler: failingOn(1), mapping: { MaximumRetryAttempts: 3 } });
  const lists = new Set(trace.invocations.map(({ sequenceNumbers }) => sequenceNumbers));

  expect(lists.size).toBe(1);
});

test.each([-8_640_000_000_000.001, -1e300, 8.64e18, '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00.000Z'])(
  'a record that was created at %s, which no event of AWS could say, is refused by name',
  async (createdAt) => {
    const odd = record(1);
    const records = [{ ...odd, dynamodb: { ...odd.dynamodb, ApproximateCreationDateTime: createdAt as number } }];

    await expect(run({ records })).rejects.toMatchObject({ code: 'InvalidRecord' });
  },
);

test.each([8.64e15, -8.64e15, Infinity, '+275760-09-13T00:00:00.000Z'])('a start at %s is refused', async (start) => {
  await expect(run({ startAt: start })).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining('up to the year 9999'),
  });
});

test.each([
  ['a wait', { semantics: { retentionMs: 1e300, backoff: { firstMs: 9e15, factor: 1, maxMs: 9e15 } } }],
  ['a call', { semantics: { retentionMs: 1e300 }, functionTimeoutMs: 1e16, invocationDurationMs: 9e15 }],
  ['the start of the reading', { semantics: { retentionMs: 1e300, startUpDelayMs: 9e15 } }],
])('%s that ends beyond the year 9999 is an error that says so', async (_, options) => {
  const endless = run({ handler: failingOn(1), records: records(1), ...options });

  await expect(endless).rejects.toMatchObject({
    code: 'LimitExceeded',
    message: expect.stringMatching(/happen \d+ ms after the start, which is beyond the year 9999/),
  });
});

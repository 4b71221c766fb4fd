import { describe, expect, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { simulate, simulateTogether, type MappingOptions, type TogetherOptions } from '../src/index.ts';
import { eventsOf, failingOn, record, records, type StreamEvent } from './fixtures.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON' } as const;

/** Handlers that keep nothing, so that one and the same can run alone and beside others. */
const billing: MappingOptions = {
  handler: failingOn(4),
  mapping: { ...mapping, BatchSize: 3, MaximumRetryAttempts: 2, BisectBatchOnFunctionError: true },
};
const search: MappingOptions = {
  handler: () => undefined,
  mapping: { ...mapping, BatchSize: 500, MaximumBatchingWindowInSeconds: 5 },
  invocationDurationMs: 130,
};

function idle(): MappingOptions {
  return { handler: () => undefined, mapping };
}

describe('several mappings of one stream', () => {
  test.each([
    ['records', { records: records(40).map((_, index) => record(index + 1, { at: index / 4 })) }],
    ['shards', { shards: { a: { records: records(9) }, b: { parents: ['a'], records: [record(20, { at: 2 })] } } }],
  ])('two that share nothing but the stream have the trace that each has alone: %s', async (_what, stream) => {
    const together = await simulateTogether({ ...stream, mappings: { billing, search } });

    expect(together.billing.toText()).toBe((await simulate({ ...stream, ...billing })).toText());
    expect(together.search.toText()).toBe((await simulate({ ...stream, ...search })).toText());
    expect(together.search.events).toEqual((await simulate({ ...stream, ...search })).events);
  });

  test('the records are pulled once, from an iterable of any kind, and it is closed at the end', async () => {
    const pulled: string[] = [];
    let closed = 0;
    async function* stream(): AsyncGenerator<DynamoDBRecord> {
      try {
        for (const one of records(30)) {
          pulled.push(one.dynamodb?.SequenceNumber ?? '');
          yield one;
        }
      } finally {
        closed++;
      }
    }

    const { billing: first, search: second } = await simulateTogether({
      records: stream(),
      mappings: { billing, search },
    });

    expect(pulled).toHaveLength(30);
    expect(closed).toBe(1);
    expect(eventsOf(first, 'recordsRead').flatMap(({ sequenceNumbers }) => sequenceNumbers)).toHaveLength(30);
    expect(eventsOf(second, 'recordsRead').flatMap(({ sequenceNumbers }) => sequenceNumbers)).toHaveLength(30);
  });

  test('an iterable that never ends is closed when the run is stopped', async () => {
    let closed = 0;
    function* endless(): Generator<DynamoDBRecord> {
      try {
        for (let count = 1; ; count++) yield record(count, { at: count });
      } finally {
        closed++;
      }
    }

    await simulateTogether({ records: endless(), untilMs: 10_000, mappings: { one: idle(), other: idle() } });

    expect(closed).toBe(1);
  });

  test.each<[string, Partial<MappingOptions>]>([
    ['options that are refused', { handler: 5 as never }],
    ['actions that are refused', { actions: [{ atMs: -1, do: 'disable' }] }],
    ['a mapping that AWS refuses', { mapping: { ...mapping, BatchSize: 0 } }],
  ])('when a later mapping has %s, nothing has been opened, and a table is not connected', async (_, wrong) => {
    const opened: string[] = [];
    const stream = {
      [Symbol.asyncIterator]: () => {
        opened.push('records');
        return { next: async () => ({ done: true as const, value: undefined }) };
      },
    };
    const table = { connect: () => opened.push('table') as never };
    const mappings = { one: idle(), other: { ...idle(), ...wrong } };

    await expect(simulateTogether({ records: stream, mappings })).rejects.toThrow();
    await expect(simulateTogether({ table, records: stream, mappings })).rejects.toThrow();
    expect(opened).toEqual([]);
  });

  test('when a mapping cannot be prepared, what the others have opened is closed', async () => {
    const closed: string[] = [];
    function* stream(name: string, first: DynamoDBRecord): Generator<DynamoDBRecord> {
      try {
        yield first;
      } finally {
        closed.push(name);
      }
    }
    const broken = { eventName: 'INSERT' } as DynamoDBRecord;
    const shards = { a: { records: stream('a', record(1)) }, b: { records: stream('b', broken) } };

    await expect(simulateTogether({ shards, mappings: { one: idle(), other: idle() } })).rejects.toThrow('Record');
    expect(closed.toSorted()).toEqual(['a', 'b']);
  });

  test('a call that leaves a promise to itself fails its mapping, not the process, and no other', async () => {
    const careless: MappingOptions = {
      handler: async () => {
        void Promise.reject(new Error('nobody awaits me'));
        await new Promise((resolve) => void setTimeout(resolve, 1));
      },
      mapping: { ...mapping, MaximumRetryAttempts: 0 },
    };

    const { one, other } = await simulateTogether({ records: records(1), mappings: { one: careless, other: idle() } });

    expect(one.invocations.map(({ outcome }) => outcome)).toEqual(['functionError']);
    expect(one.warnings.map(({ code }) => code)).toContain('escaped');
    expect(other.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
  });

  test('they run by one clock, and at the same moment in the order in which they stand', async () => {
    const calls: string[] = [];
    const telling = (name: string, BatchSize: number): MappingOptions => ({
      handler: ({ Records }: StreamEvent) => void calls.push(`${name} ${Records.at(-1)?.dynamodb?.SequenceNumber}`),
      mapping: { ...mapping, BatchSize },
    });
    const stream = [record(1), record(2, { at: 1 }), record(3, { at: 2 })];

    await simulateTogether({ records: stream, mappings: { slow: telling('slow', 10), quick: telling('quick', 1) } });

    expect(calls).toEqual(['slow 1', 'quick 1', 'slow 2', 'quick 2', 'slow 3', 'quick 3']);
  });

  test('S65: a third reader is throttled, and each trace warns', async () => {
    const stream = records(2).map((_, index) => record(index + 1, { at: index * 1.2 }));
    const two = await simulateTogether({ records: stream, mappings: { one: idle(), other: idle() } });
    const three = await simulateTogether({ records: stream, mappings: { one: idle(), other: idle(), third: idle() } });

    expect(two.one.warnings.map(({ code }) => code)).not.toContain('tooManyReaders');
    for (const trace of Object.values(three)) {
      expect(trace.warnings.map(({ code }) => code)).toContain('tooManyReaders');
      expect(trace.scenario.semantics.readersOfShard).toBe(3);
      expect(trace.invocations.at(-1)?.startedAtMs).toBeGreaterThan(
        two.one.invocations.at(-1)?.startedAtMs ?? Infinity,
      );
    }
  });

  test('S65: a mapping that is not enabled reads nothing and throttles nobody', async () => {
    const off: MappingOptions = { handler: () => undefined, mapping: { ...mapping, Enabled: false } };

    const { one, third } = await simulateTogether({
      records: records(2),
      mappings: { one: idle(), other: idle(), third: off },
    });

    expect(one.scenario.semantics.readersOfShard).toBe(2);
    expect(third.invocations).toEqual([]);
  });

  test.each<[string, NonNullable<MappingOptions['actions']>]>([
    ['an enable', [{ atMs: 1000, do: 'enable' }]],
    ['an update', [{ atMs: 1000, do: 'update', mapping: { Enabled: true } }]],
  ])('S65: a mapping that %s enables later is a reader, and a third one warns', async (_, actions) => {
    const late: MappingOptions = { handler: () => undefined, mapping: { ...mapping, Enabled: false }, actions };

    const { one, third } = await simulateTogether({
      records: records(2),
      mappings: { one: idle(), other: idle(), third: late },
    });

    expect(third.invocations).toHaveLength(1);
    expect(one.warnings.map(({ code }) => code)).toContain('tooManyReaders');
  });

  test('the same options give the same traces', async () => {
    const run = () => simulateTogether({ records: records(30), seed: 7, mappings: { billing, search, third: idle() } });
    const texts = async (): Promise<readonly string[]> => Object.values(await run()).map((trace) => trace.toText());

    expect(await texts()).toEqual(await texts());
  });

  test('what belongs to one mapping, and what to all, is refused in the wrong place', async () => {
    const refused = (options: object) =>
      simulateTogether(Object.assign({ records: [], mappings: {} }, options) as TogetherOptions);

    await expect(refused({ mappings: {} })).rejects.toThrow(
      '`mappings` is an object, expected an object with an entry a mapping',
    );
    await expect(refused({ handler: () => undefined, mappings: { one: idle() } })).rejects.toThrow(
      '`handler` belongs to one mapping: write it in its entry, `mappings: { one: { handler } }`.',
    );
    await expect(refused({ mappings: { one: { ...idle(), seed: 3 } } })).rejects.toThrow('seed');
    await expect(
      refused({ mappings: { one: { ...idle(), actions: [{ do: 'splitShard', atMs: 1, shardId: 'a' }] } } }),
    ).rejects.toThrow('splits a shard for all who read it');
  });
});

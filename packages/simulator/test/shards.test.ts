import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { rollovers, type Trace } from '../src/index.ts';
import {
  calls,
  eventsOf,
  failingOn,
  record,
  records,
  run,
  sequenceNumbersOf,
  timedCalls,
  type StreamEvent,
} from './fixtures.ts';

function callsOf(trace: Trace, shardId: string): string {
  return timedCalls({ invocations: trace.invocations.filter((invocation) => invocation.shardId === shardId) });
}

const hour = 3600;

describe('parents and children', () => {
  test('S44: children start when their parent is finished, side by side; a merged shard waits for both', async () => {
    const trace = await run({
      shards: {
        merged: { parents: ['left', 'right'], records: [record(31)] },
        left: { parents: ['parent'], records: [record(11)] },
        right: { parents: ['parent'], records: [record(21), record(22)] },
        parent: { records: [record(1)] },
      },
      mapping: { BatchSize: 1 },
      invocationDurationMs: 1000,
    });

    expect(callsOf(trace, 'parent')).toBe('0:[1]');
    expect(callsOf(trace, 'left')).toBe('1:[11]');
    expect(callsOf(trace, 'right')).toBe('1:[21] 2:[22]');
    expect(callsOf(trace, 'merged')).toBe('3:[31]');
  });

  test('S44: a parent whose batch fails holds its children back until the batch is given up', async () => {
    const trace = await run({
      shards: { parent: { records: [record(1)] }, child: { parents: ['parent'], records: [record(2)] } },
      handler: failingOn(1),
      mapping: { MaximumRetryAttempts: 2 },
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1] 0.6:[2]');
  });

  test('S44: a shard is finished when all of its lanes are', async () => {
    const trace = await run({
      shards: {
        parent: { records: [record(1, { key: 'a' }), record(2, { key: 'b' })] },
        child: { parents: ['parent'], records: [record(3)] },
      },
      mapping: { ParallelizationFactor: 2 },
      invocationDurationMs: ({ index }) => (index + 1) * 1000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[2] 2:[3]');
  });

  test('S44: an update begins no shard before its time, and none again that is finished', async () => {
    const trace = await run({
      shards: {
        parent: { records: [record(1)] },
        child: { parents: ['parent'], records: [record(2)], closed: true },
      },
      invocationDurationMs: 2000,
      actions: [
        { atMs: 1000, do: 'update', mapping: { BatchSize: 10 } },
        { atMs: 9000, do: 'update', mapping: { BatchSize: 20 } },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 2:[2]');
    expect(eventsOf(trace, 'shardStarted').map(({ shardId }) => shardId)).toEqual(['parent', 'child']);
    expect(eventsOf(trace, 'shardFinished').map(({ shardId }) => shardId)).toEqual(['parent', 'child']);
  });

  test('S44: a shard without records finishes at once', async () => {
    const trace = await run({
      shards: { parent: { records: [] }, child: { parents: ['parent'], records: [record(2)] } },
    });

    expect(timedCalls(trace)).toBe('0:[2]');
    expect(eventsOf(trace, 'shardFinished').map(({ shardId }) => shardId)).toEqual(['parent']);
  });

  test('S44: a child of a shard that is closed later starts at the first poll after that', async () => {
    const trace = await run({
      shards: {
        parent: { records: [record(1)], closesAt: 10_100 },
        child: { parents: ['parent'], records: [record(2, { at: 5 })] },
      },
    });

    expect(timedCalls(trace)).toBe('0:[1] 10.25:[2]');
  });

  test('S44: a shard may be closed at an ISO time, and without children', async () => {
    const trace = await run({ shards: { only: { records: records(1), closesAt: '2026-01-01T00:00:05.000Z' } } });

    expect(eventsOf(trace, 'shardFinished')).toMatchObject([{ shardId: 'only', atMs: 5000 }]);
  });

  test('S44: many shards run independently', async () => {
    const shards = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`shard-${index}`, { records: records(3) }]),
    );
    const trace = await run({ shards, mapping: { BatchSize: 1 }, invocationDurationMs: 1000 });

    expect(trace.invocations).toHaveLength(60);
    expect(trace.events.at(-1)?.atMs).toBe(3000);
  });

  test('S4: the last batch of a closed shard is sent without waiting for its batching window', async () => {
    const trace = await run({
      shards: { parent: { records: records(2) }, child: { parents: ['parent'], records: [record(9)] } },
      mapping: { MaximumBatchingWindowInSeconds: 60 },
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 60:[9]');
  });
});

describe('shards that split', () => {
  const shardId = 'shardId-00000000000000000000-00000000';

  test('S45: from its split on, the records of a shard belong to its children, an item always to the same', async () => {
    const facts = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => ({ at, key: at % 2 === 0 ? 'even' : 'odd' }));
    const trace = await run({
      records: facts.map((fact, index) => record(index + 1, fact)),
      actions: [{ atMs: 4000, do: 'splitShard', shardId }],
    });

    expect(callsOf(trace, shardId)).toBe('0:[1] 1:[2] 2:[3] 3:[4]');
    const [left, right] = [callsOf(trace, `${shardId}.0`), callsOf(trace, `${shardId}.1`)];
    expect([left, right].toSorted()).toEqual(['4:[5] 6:[7]', '5:[6] 7:[8]'].toSorted());
  });

  test('S45: the order of each item is kept over splits of splits, failures and retries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (keys, cuts, factor) => {
          const ids = [shardId, `${shardId}.0`, `${shardId}.0.0`];
          const times = cuts.toSorted((one, other) => one - other);
          const done = new Map<string, number[]>();
          let calls = 0;
          const trace = await run({
            records: keys.map((key, index) => record(index + 1, { key, at: index })),
            handler: (event: StreamEvent) => {
              if (calls++ % 2 === 0) throw new Error('every other call');
              for (const sequence of sequenceNumbersOf(event)) {
                const key = keys[Number(sequence) - 1] ?? '';
                done.set(key, [...(done.get(key) ?? []), Number(sequence)]);
              }
            },
            mapping: { ParallelizationFactor: factor, BatchSize: 5, MaximumRetryAttempts: 50 },
            actions: times.map((at, index) => ({ atMs: at * 1000, do: 'splitShard', shardId: ids[index] ?? '' })),
          });

          expect(trace.discarded).toEqual([]);
          expect([...done.values()].flat()).toHaveLength(keys.length);
          for (const order of done.values()) expect(order).toEqual(order.toSorted((one, other) => one - other));
        },
      ),
      { numRuns: 40, seed: 45 },
    );
  });

  test('S45: DynamoDB rolls its shards over about every four hours: one child after the other', async () => {
    const trace = await run({
      records: [1, 5, 9].map((hours, index) => record(index + 1, { at: hours * hour })),
      actions: rollovers(shardId, 2),
    });

    expect(trace.invocations.map(({ shardId: id }) => id)).toEqual([shardId, `${shardId}.0`, `${shardId}.0.0`]);
    expect(calls(trace)).toBe('[1] [2] [3]');
    expect(eventsOf(trace, 'shardFinished').map(({ atMs }) => atMs)).toEqual([4 * hour * 1000, 8 * hour * 1000]);
  });

  test('S45: a split into one child goes on in that child', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 2 })],
      actions: [{ atMs: 1000, do: 'splitShard', shardId, into: 1 }],
    });

    expect(Object.keys(trace.scenario.shards)).toEqual([shardId, `${shardId}.0`]);
    expect(timedCalls(trace)).toBe('0:[1] 2:[2]');
  });

  test('S45: a split ends the window of the parent, and the children begin afresh', async () => {
    const trace = await run({
      records: [record(1, { key: 'a' }), record(2, { key: 'a', at: 4 })],
      handler: ({ state, Records }: StreamEvent) => ({ state: { count: (state?.count ?? 0) + Records.length } }),
      mapping: { TumblingWindowInSeconds: 10 },
      actions: [{ atMs: 2000, do: 'splitShard', shardId, into: 1 }],
      untilMs: 5000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 2:[] 4:[2]');
    expect(trace.invocations.at(-1)?.state).toEqual({});
  });

  test('S45: what was already read of a shard is finished by its old poller after the split', async () => {
    const trace = await run({
      records: [record(1, { key: 'a' }), record(2, { key: 'a', at: 2 })],
      handler: failingOn(1),
      mapping: { MaximumRetryAttempts: 4 },
      actions: [{ atMs: 1000, do: 'splitShard', shardId, into: 1 }],
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1] 3:[1] 3:[2]');
  });
});

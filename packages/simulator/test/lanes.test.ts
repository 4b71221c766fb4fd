import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Trace } from '../src/index.ts';
import {
  calls,
  discards,
  eventsOf,
  failingOn,
  record,
  records,
  run,
  sequenceNumbersOf,
  timedCalls,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

const seconds = 1000;

/** Most calls of a shard that were under way at one moment. */
function mostAtOnce({ events }: Trace): number {
  let now = 0;
  let most = 0;
  for (const { type } of events) {
    if (type === 'invocationStarted') now++;
    if (type === 'invocationEnded') now--;
    most = Math.max(most, now);
  }
  return most;
}

describe('lanes of a shard', () => {
  test.each([1, 2, 5, 10])('S43: with a factor of %i there are that many calls at once and no more', async (factor) => {
    const trace = await run({
      records: records(400),
      mapping: { ParallelizationFactor: factor, BatchSize: 10 },
      invocationDurationMs: 1000,
    });

    expect(mostAtOnce(trace)).toBe(factor);
  });

  test('S43: records of one item are never under way twice and never out of order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.nat(20) }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('hash' as const, 'leastLoaded' as const),
        async (facts, factor, laneAssignment) => {
          const sorted = facts.toSorted((one, other) => one.at - other.at);
          const keys = sorted.map(({ key }) => key);
          let failures = 0;
          const trace = await run({
            records: sorted.map((fact, index) => record(index + 1, fact)),
            handler: () => {
              if (failures++ % 3 === 0) throw new Error('now and then');
            },
            mapping: { ParallelizationFactor: factor, BatchSize: 3, BisectBatchOnFunctionError: true },
            semantics: { laneAssignment },
            invocationDurationMs: ({ index }) => ((index * 7) % 5) * 100,
            functionTimeoutMs: 10 * seconds,
          });

          expect(overtakings(trace, keys)).toEqual([]);
          expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe(keys.length === 0 ? undefined : String(keys.length));
        },
      ),
      { numRuns: 60, seed: 43 },
    );
  });

  test('S43: each lane gathers batches of its own, each up to the batch size', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `item-${index}`);
    const trace = await run({
      records: keys.map((key, index) => record(index + 1, { key })),
      mapping: { ParallelizationFactor: 2, BatchSize: 8 },
      invocationDurationMs: 100,
    });

    expect(Math.max(...trace.invocations.map(({ sequenceNumbers }) => sequenceNumbers.length))).toBe(8);
    expect(trace.invocations.flatMap(({ sequenceNumbers }) => sequenceNumbers)).toHaveLength(40);
    expect(new Set(eventsOf(trace, 'invocationStarted').map(({ lane }) => lane))).toEqual(new Set([0, 1]));
  });

  test('S43: a failing lane holds up its own items and no others', async () => {
    const trace = await run({
      records: [record(1, { key: 'a' }), record(2, { key: 'b', at: 1 }), record(3, { key: 'a', at: 1 })],
      handler: failingOn(1),
      mapping: { ParallelizationFactor: 2, MaximumRetryAttempts: 4 },
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1] 1:[2] 1.4:[1] 3:[1] 3:[3]');
  });

  test('S43: the checkpoint stands below the lowest record that still needs work, in whatever lane', async () => {
    const trace = await run({
      records: [record(1, { key: 'a' }), record(2, { key: 'b' }), record(3, { key: 'b', at: 1 })],
      handler: failingOn(1),
      mapping: { ParallelizationFactor: 2, MaximumRetryAttempts: 4 },
    });

    expect(trace.checkpoints).toEqual([expect.objectContaining({ sequenceNumber: '3', atMs: 3000 })]);
  });

  test('S43: after a disable and an enable, what other lanes finished above the checkpoint is delivered again', async () => {
    const trace = await run({
      records: [record(1, { key: 'a' }), record(2, { key: 'b' })],
      handler: failingOn(1),
      mapping: { ParallelizationFactor: 2, ...toQueue, MaximumRetryAttempts: 3 },
      actions: [
        { atMs: 300, do: 'disable' },
        { atMs: 10 * seconds, do: 'enable' },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[2] 0.2:[1] 10:[1] 10:[2] 10.2:[1] 10.6:[1] 11.4:[1]');
    expect(discards(trace)).toEqual(['[1] RetryAttemptsExhausted 4']);
  });

  test('S43: a changed factor takes effect when the calls under way are done, from the checkpoint', async () => {
    const trace = await run({
      records: records(8),
      mapping: { ParallelizationFactor: 2, BatchSize: 2 },
      invocationDurationMs: 2 * seconds,
      actions: [{ atMs: 1 * seconds, do: 'update', mapping: { ParallelizationFactor: 1 } }],
    });

    const before = trace.events.findIndex(({ type }) => type === 'mappingUpdated');
    const after = trace.events.slice(before).filter(({ type }) => type === 'invocationStarted');
    expect(mostAtOnce(trace)).toBe(2);
    expect(after.every(({ atMs }, index) => atMs === (index + 1) * 2 * seconds)).toBe(true);
    expect(after.every((event) => 'lane' in event && event.lane === 0)).toBe(true);
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('8');
  });

  test('S43: a factor that shrinks while a lane backs off leaves no lane behind', async () => {
    const trace = await run({
      records: records(20),
      handler: failingOn(...Array.from({ length: 20 }, (_, index) => index + 1)),
      mapping: { ParallelizationFactor: 10, BatchSize: 1, MaximumRetryAttempts: 3 },
      actions: [{ atMs: 700, do: 'update', mapping: { ParallelizationFactor: 1, MaximumRetryAttempts: 0 } }],
    });

    expect(trace.discarded).toHaveLength(20);
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('20');
  });

  test('S43: a tumbling window allows one lane only', async () => {
    await expect(run({ mapping: { ParallelizationFactor: 2, TumblingWindowInSeconds: 10 } })).rejects.toMatchObject({
      message: 'Parallelization factor must be equal to 1 when tumbling window period is configured',
    });
  });

  test('S43: a handler sees every record once when nothing fails, whatever the factor', async () => {
    for (const factor of [1, 3, 10]) {
      const seen: string[] = [];
      const trace = await run({
        records: records(57),
        handler: (event: StreamEvent) => void seen.push(...sequenceNumbersOf(event)),
        mapping: { ParallelizationFactor: factor, BatchSize: 4 },
      });

      expect(seen.toSorted((one, other) => Number(one) - Number(other))).toEqual(
        Array.from({ length: 57 }, (_, index) => String(index + 1)),
      );
      expect(calls(trace)).not.toContain('[]');
    }
  });
});

/** Sequence numbers of an item that were started while another of the item was under way, or after a later one was done. */
function overtakings({ events }: Trace, keys: readonly string[]): readonly string[] {
  const keyOf = (sequence: string): string => keys[Number(sequence) - 1] ?? '';
  const underWay = new Map<string, number>();
  const done = new Map<string, number>();
  const wrong: string[] = [];
  for (const event of events) {
    if (event.type === 'invocationStarted') {
      for (const key of new Set(event.sequenceNumbers.map(keyOf))) {
        if (underWay.has(key)) wrong.push(`${key} twice at once`);
        underWay.set(key, event.index);
      }
      for (const sequence of event.sequenceNumbers) {
        if (Number(sequence) <= (done.get(keyOf(sequence)) ?? 0)) wrong.push(`${sequence} after a later one`);
      }
    } else if (event.type === 'invocationEnded') {
      for (const sequence of event.sequenceNumbers) {
        underWay.delete(keyOf(sequence));
        if (event.outcome === 'success') done.set(keyOf(sequence), Number(sequence));
      }
    }
  }
  return wrong;
}

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Trace } from '../src/index.ts';
import { expectGolden } from './expectGolden.ts';
import {
  bucketArn,
  counting,
  failingOn,
  record,
  records,
  reporting,
  reports,
  run,
  toQueue,
  type Setup,
  type StreamEvent,
} from './fixtures.ts';

const shardId = 'shardId-00000000000000000000-00000000';

/** Two shards of which one splits, poison, throttles, a disable, an update, a bucket that refuses once. */
function rich(): Setup {
  let refusals = 0;
  return {
    seed: 7,
    shards: {
      west: { records: [...records(5), record(6, { at: 4, key: 'late' }), record(7, { at: 9, key: 'late' })] },
      east: { records: [record(101), record(102, { at: 1, eventName: 'REMOVE' }), record(103, { at: 2 })] },
    },
    handler: (event: StreamEvent) => {
      failingOn(101)(event);
      return reporting(3, 6)(event);
    },
    mapping: {
      ...reports,
      FunctionName: 'orders:live',
      BatchSize: 4,
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      DestinationConfig: { OnFailure: { Destination: bucketArn } },
    },
    faults: ({ index }) => (index === 1 ? 'throttle' : index === 9 ? 'timeout' : undefined),
    invocationDurationMs: 40,
    functionTimeoutMs: 900,
    refusesDelivery: () => refusals++ === 0,
    actions: [
      { atMs: 3000, do: 'disable' },
      { atMs: 5000, do: 'enable' },
      { atMs: 6000, do: 'update', mapping: { MaximumRetryAttempts: 0 } },
      { atMs: 8000, do: 'splitShard', shardId: 'west', into: 1 },
    ],
  };
}

/** Windows, a state that outgrows its limit, a final call that fails, an idle close. */
function windows(): Setup {
  return {
    records: [record(1), record(2, { at: 1 }), record(3, { at: 12 }), record(4, { at: 25 })],
    handler: (event: StreamEvent) => {
      if (event.isFinalInvokeForWindow && event.state?.count === 1) throw new Error('the sink\nis down');
      return counting(event);
    },
    mapping: { ...toQueue, TumblingWindowInSeconds: 10, MaximumRetryAttempts: 1 },
    semantics: { stateLimitBytes: '{"count":1}'.length },
  };
}

describe('the same scenario and seed', () => {
  test.each([
    ['shards', rich],
    ['windows', windows],
  ])('gives the trace that is kept, byte for byte, for ever: %s', async (name, setup) => {
    expectGolden(name, (await run(setup())).toText());
  });

  test.each([
    ['shards', rich],
    ['windows', windows],
  ])('gives the same text and documents twice: %s', async (_, setup) => {
    const [first, second] = [await run(setup()), await run(setup())];

    expect(second.toText()).toBe(first.toText());
    expect(second.destination).toEqual(first.destination);
    expect(second.events).toEqual(first.events);
  });

  test('gives the same text twice, whatever the scenario', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { maxLength: 20 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        async (poison, BatchSize, ParallelizationFactor, seed) => {
          const setup = (): Setup => ({
            seed,
            records: records(9),
            handler: failingOn(...poison),
            mapping: { BatchSize, ParallelizationFactor, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true },
          });

          expect((await run(setup())).toText()).toBe((await run(setup())).toText());
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  test('with another seed differs in ids alone', async () => {
    const [first, second] = [await run({ ...rich(), seed: 1 }), await run({ ...rich(), seed: 2 })];

    expect(second.toText()).not.toBe(first.toText());
    expect(withoutIds(second.toText())).toBe(withoutIds(first.toText()));
  });

  test('gives the same trace with either isolation', async () => {
    expect((await run({ ...rich(), isolation: 'none' })).toText()).toBe((await run(rich())).toText());
  });
});

function withoutIds(text: string): string {
  return text
    .replace(/seed \d/, 'seed')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'uuid')
    .replaceAll(/\b[0-9a-f]{8}(?=\n| window)/g, 'id');
}

describe('the views of a trace', () => {
  test('events are in the order of time', async () => {
    for (const setup of [rich(), windows()]) {
      const times = (await run(setup)).events.map(({ atMs }) => atMs);

      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }
  });

  test('events are in the order of time with merged documents too', async () => {
    const trace = await run({
      records: [...records(3), record(4, { at: 5 })],
      handler: failingOn(2, 3),
      mapping: { ...toQueue, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
      semantics: { documents: 'mergeNeighbours' },
    });
    const times = trace.events.map(({ atMs }) => atMs);

    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  test('invocations tell each run of the function from its start to its judgement', async () => {
    const { invocations } = await run({ records: records(2), invocationDurationMs: 30, mapping: reports });

    expect(invocations).toEqual([
      {
        index: 0,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        shardId,
        lane: 0,
        sequenceNumbers: ['1', '2'],
        attempt: 1,
        startedAtMs: 0,
        endedAtMs: 30,
        outcome: 'success',
        response: null,
      },
    ]);
  });

  test('the scenario is plain data with every default filled in', async () => {
    const { scenario } = await run({ invocationDurationMs: () => 5 });

    expect(JSON.parse(JSON.stringify(scenario))).toMatchObject({
      startAt: '2026-01-01T00:00:00.000Z',
      seed: 0,
      shards: { [shardId]: { parents: [] } },
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:function',
      functionTimeoutMs: 3000,
      invocationDurationMs: 'function',
      isolation: 'json',
      hasFaults: false,
      mapping: { BatchSize: 100, MaximumRetryAttempts: -1 },
      semantics: { idleWindowCloseMs: 120_000 },
    });
  });

  test('views are computed once', async () => {
    const trace: Trace = await run();

    expect(trace.invocations).toBe(trace.invocations);
    expect(trace.metrics).toBe(trace.metrics);
  });

  test('a line stays a line, whatever a handler throws or answers', async () => {
    const trace = await run({
      handler: () => {
        throw new Error(`two\nlines\r\nand ${'much '.repeat(100)}`);
      },
      mapping: { MaximumRetryAttempts: 0 },
    });

    const lines = trace.toText().trimEnd().split('\n');
    expect(lines).toHaveLength(trace.events.length + 2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
  });
});

import { describe, expect, test } from '@jest/globals';
import { createSimulation, restoreSimulation } from '../src/index.ts';
import {
  calls,
  counting,
  discards,
  eventsOf,
  failingOn,
  record,
  records,
  reporting,
  reports,
  run,
  scenario,
  timedCalls,
  toQueue,
  type StreamEvent,
} from './fixtures.ts';

const disableAndEnable = (fromMs: number, toMs: number) =>
  [
    { atMs: fromMs, do: 'disable' },
    { atMs: toMs, do: 'enable' },
  ] as const;

describe('disable and enable', () => {
  test('S3: what is written while the mapping is disabled is delivered once it is enabled', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 20 })],
      actions: disableAndEnable(10_000, 60_000),
    });

    expect(timedCalls(trace)).toBe('0:[1] 60:[2]');
  });

  test('S3: nothing is read while the mapping is disabled, not even by a poll that was waiting', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 20 })],
      actions: disableAndEnable(10_000, 60_000),
    });

    expect(eventsOf(trace, 'recordsRead').map(({ atMs }) => atMs)).toEqual([0, 60_000]);
    expect(trace.metrics.PolledEventCount).toBe(2);
  });

  test('S3: a call that is under way ends, and its success counts', async () => {
    const trace = await run({
      records: records(2),
      mapping: { BatchSize: 1 },
      invocationDurationMs: 2000,
      actions: disableAndEnable(1000, 10_000),
    });

    expect(timedCalls(trace)).toBe('0:[1] 10:[2]');
    expect(trace.checkpoints.map(({ atMs }) => atMs)).toEqual([2000, 12_000]);
  });

  test('S3: a batch under retry is delivered again from the checkpoint, as a new batch with a fresh budget', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { ...toQueue, MaximumRetryAttempts: 2 },
      actions: disableAndEnable(300, 5000),
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 0.2:[1,2] 5:[1,2] 5.2:[1,2] 5.6:[1,2]');
    expect(discards(trace)).toEqual(['[1,2] RetryAttemptsExhausted 3']);
    expect(trace.invocations[2]?.requestId).not.toBe(trace.invocations[0]?.requestId);
  });

  test('S3: a disable within a bisect forgets the halves and keeps what is settled', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(3),
      mapping: { ...toQueue, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 3 },
      actions: disableAndEnable(300, 5000),
    });

    expect(timedCalls(trace)).toBe(
      '0:[1,2,3,4] 0:[1,2] 0:[3,4] 0:[3] 0.2:[3] 5:[3,4] 5:[3] 5.2:[3] 5.6:[3] 6.4:[3] 6.4:[4]',
    );
  });

  test('S3: a disable within a suffix goes on behind the progress', async () => {
    const trace = await run({
      records: records(3),
      handler: reporting(3),
      mapping: { ...reports, MaximumRetryAttempts: 1 },
      actions: disableAndEnable(100, 5000),
    });

    expect(timedCalls(trace)).toBe('0:[1,2,3] 0:[3] 5:[3] 5.2:[3]');
  });

  test('S3: an enable while the last call is still under way waits for it', async () => {
    const trace = await run({
      records: records(2),
      mapping: { BatchSize: 1 },
      invocationDurationMs: 2000,
      actions: disableAndEnable(500, 600),
    });

    expect(timedCalls(trace)).toBe('0:[1] 2:[2]');
  });

  test('S3: a mapping that begins disabled does nothing until it is enabled', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 5 })],
      mapping: { Enabled: false },
      actions: [{ atMs: 30_000, do: 'enable' }],
    });

    expect(timedCalls(trace)).toBe('30:[1,2]');
  });

  test('S3: a mapping that stays disabled leaves everything pending', async () => {
    const trace = await run({ mapping: { Enabled: false } });

    expect(trace.invocations).toEqual([]);
    expect(trace.events.map(({ type }) => type)).not.toContain('recordsRead');
  });

  test('S3: LATEST goes on from the checkpoint, not from the moment of the enable', async () => {
    const trace = await run({
      records: [record(1, { at: -5 }), record(2), record(3, { at: 20 })],
      mapping: { StartingPosition: 'LATEST' },
      actions: disableAndEnable(10_000, 60_000),
    });

    expect(timedCalls(trace)).toBe('0:[2] 60:[3]');
  });

  test('S3: what was gathered for a batching window is gathered again', async () => {
    const trace = await run({
      records: records(2),
      mapping: { MaximumBatchingWindowInSeconds: 10 },
      actions: disableAndEnable(4000, 5000),
    });

    expect(timedCalls(trace)).toBe('15:[1,2]');
  });

  test('S3: records age while the mapping is disabled', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 100 })],
      mapping: { ...toQueue, Enabled: false, MaximumRecordAgeInSeconds: 60 },
      actions: [{ atMs: 120_000, do: 'enable' }],
    });

    expect(calls(trace)).toBe('[2]');
    expect(discards(trace)).toEqual(['[1] RecordAgeExceeded 1']);
  });

  test('S52: a final call that is due for an oversized state is still made after a disable', async () => {
    let isFinalRefused = true;
    const trace = await run({
      records: [record(1), record(2, { at: 4 })],
      handler: (event: StreamEvent) => {
        if (event.isFinalInvokeForWindow && isFinalRefused) throw new Error('not yet');
        return event.Records[0]?.eventID === 'event-1' ? { state: 'x'.repeat(2_000_000) } : counting(event);
      },
      mapping: { TumblingWindowInSeconds: 10 },
      actions: [
        { atMs: 100, do: 'disable' },
        { atMs: 1000, do: 'redeploy', handler: (event: StreamEvent) => ((isFinalRefused = false), counting(event)) },
        { atMs: 5000, do: 'enable' },
      ],
      untilMs: 8000,
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[] 5:[] 5:[2]');
    expect(trace.invocations.map(({ isWindowTerminatedEarly }) => isWindowTerminatedEarly)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(trace.invocations.at(-1)?.state).toEqual({});
  });
});

describe('updates in mid-stream', () => {
  test('S3: an update changes what it names and goes on from the checkpoint', async () => {
    const trace = await run({
      records: [...records(4), record(5, { at: 10 }), record(6, { at: 10 })],
      mapping: { BatchSize: 2 },
      actions: [{ atMs: 5000, do: 'update', mapping: { BatchSize: 1 } }],
    });

    expect(calls(trace)).toBe('[1,2] [3,4] [5] [6]');
    expect(eventsOf(trace, 'mappingUpdated')).toMatchObject([{ atMs: 5000, changes: { BatchSize: 1 } }]);
  });

  test('S3: a batch that was stuck is delivered under the new settings', async () => {
    const trace = await run({
      records: records(2),
      handler: failingOn(1),
      mapping: { ...toQueue },
      actions: [{ atMs: 5000, do: 'update', mapping: { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 } }],
      untilMs: 60_000,
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 0.2:[1,2] 0.6:[1,2] 1.4:[1,2] 3:[1,2] 5:[1,2] 5:[1] 5:[2]');
    expect(discards(trace)).toEqual(['[1] RetryAttemptsExhausted 1']);
  });

  test('S3: an update may disable and enable', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 2 })],
      actions: [
        { atMs: 1000, do: 'update', mapping: { Enabled: false } },
        { atMs: 9000, do: 'update', mapping: { Enabled: true } },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 9:[2]');
  });

  test('S3: an update of a disabled mapping leaves it disabled', async () => {
    const trace = await run({
      mapping: { Enabled: false },
      actions: [{ atMs: 1000, do: 'update', mapping: { BatchSize: 5 } }],
    });

    expect(trace.invocations).toEqual([]);
  });

  test('S3: an update of the filters holds for what is read from then on', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 }), record(3, { at: 10, eventName: 'REMOVE' })],
      actions: [
        {
          atMs: 5000,
          do: 'update',
          mapping: { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] } },
        },
      ],
    });

    expect(calls(trace)).toBe('[1] [3]');
  });

  test('S3: a setting that is undefined in an update stays as it is', async () => {
    const trace = await run({
      records: records(2),
      mapping: { BatchSize: 1 },
      actions: [{ atMs: 0, do: 'update', mapping: { BatchSize: undefined, MaximumRetryAttempts: 3 } }],
    });

    expect(calls(trace)).toBe('[1] [2]');
    expect(eventsOf(trace, 'mappingUpdated')).toMatchObject([{ changes: { MaximumRetryAttempts: 3 } }]);
  });

  test('S42: an empty string takes the destination away', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: failingOn(1, 2),
      mapping: { ...toQueue, MaximumRetryAttempts: 0 },
      actions: [{ atMs: 5000, do: 'update', mapping: { DestinationConfig: { OnFailure: { Destination: '' } } } }],
    });

    expect(trace.destination).toHaveLength(1);
    expect(trace.discarded).toHaveLength(2);
  });

  test('S3: an update while permission is lost reads from the checkpoint once it is back', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      actions: [
        { atMs: 5000, do: 'loseSourcePermission' },
        { atMs: 12_000, do: 'update', mapping: { BatchSize: 1 } },
        { atMs: 20_000, do: 'restoreSourcePermission' },
      ],
    });

    expect(timedCalls(trace)).toBe('0:[1] 20:[2]');
  });

  test('a redeploy gives the next call to the new handler', async () => {
    const seen: string[] = [];
    await run({
      records: [record(1), record(2, { at: 10 })],
      handler: () => void seen.push('old'),
      actions: [{ atMs: 5000, do: 'redeploy', handler: () => void seen.push('new') }],
    });

    expect(seen).toEqual(['old', 'new']);
  });

  test('a redeploy repairs a batch that is being retried', async () => {
    const trace = await run({
      handler: failingOn(1),
      actions: [{ atMs: 1000, do: 'redeploy', handler: () => undefined }],
    });

    expect(timedCalls(trace)).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1]');
    expect(trace.invocations.at(-1)).toMatchObject({ outcome: 'success', attempt: 4 });
  });

  test('actions at one moment happen in the order in which they are given', async () => {
    const trace = await run({
      records: [record(1, { at: 5 })],
      actions: [
        { atMs: 1000, do: 'disable' },
        { atMs: 1000, do: 'enable' },
      ],
    });

    expect(calls(trace)).toBe('[1]');
  });
});

describe('stopping and going on', () => {
  const eventful = () =>
    scenario({
      records: [...records(6), record(7, { at: 30 }), record(8, { at: 40 })],
      handler: failingOn(2, 5),
      mapping: { ...toQueue, BatchSize: 3, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 4 },
    });

  test.each([0, 1, 250, 999, 5000, 30_000, 1e7])(
    'a run that stops at %i ms and goes on is the same run',
    async (atMs) => {
      const whole = await (await createSimulation(eventful())).run();

      const simulation = await createSimulation(eventful());
      await simulation.runUntil(atMs);
      const resumed = await simulation.run();

      expect(resumed.toText()).toBe(whole.toText());
    },
  );

  test.each([0, 250, 1500, 30_000])(
    'a snapshot at %i ms, restored twice, gives two runs that know nothing of each other',
    async (atMs) => {
      const whole = await (await createSimulation(eventful())).run();
      const simulation = await createSimulation(eventful());
      await simulation.runUntil(atMs);

      const snapshot = simulation.snapshot();
      const first = await restoreSimulation(snapshot).run();
      const second = await restoreSimulation(snapshot).run();
      const original = await simulation.run();

      expect(snapshot.atMs).toBe(atMs);
      expect(first.toText()).toBe(whole.toText());
      expect(second.toText()).toBe(whole.toText());
      expect(original.toText()).toBe(whole.toText());
    },
  );

  test('a snapshot before the first step is the whole scenario', async () => {
    const simulation = await createSimulation(eventful());
    const restored = await restoreSimulation(simulation.snapshot()).run();

    expect(restored.toText()).toBe((await simulation.run()).toText());
  });

  test('a snapshot of a stream that is pulled can be restored: the records are kept', async () => {
    async function* stream() {
      for (let sequence = 1; sequence <= 50; sequence++) yield record(sequence, { at: sequence });
    }
    const simulation = await createSimulation(scenario({ records: stream(), mapping: { BatchSize: 4 } }));
    await simulation.runUntil(10_000);
    const snapshot = simulation.snapshot();

    const first = await restoreSimulation(snapshot).run();
    const second = await restoreSimulation(snapshot).run();

    expect(first.checkpoints.at(-1)?.sequenceNumber).toBe('50');
    expect(second.toText()).toBe(first.toText());
  });

  test('a restored run may have another handler and other settings from that moment on', async () => {
    const simulation = await createSimulation(
      scenario({ records: [record(1), record(2, { at: 20 }), record(3, { at: 20 })], handler: failingOn(1) }),
    );
    await simulation.runUntil(10_000);

    const repaired = await restoreSimulation(simulation.snapshot(), {
      handler: () => undefined,
      mapping: { BatchSize: 1 },
    }).run();

    expect(eventsOf(repaired, 'handlerReplaced')).toMatchObject([{ atMs: 10_000 }]);
    expect(timedCalls(repaired)).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1] 3:[1] 6.2:[1] 10:[1] 20:[2] 20:[3]');
  });

  test('what a restored run does is not seen in the original', async () => {
    const simulation = await createSimulation(scenario({ records: [record(1, { at: 5 })] }));
    const before = await simulation.runUntil(1000);

    await restoreSimulation(simulation.snapshot()).run();

    expect(before.invocations).toEqual([]);
  });

  test('a call that is under way at a snapshot ends in both runs', async () => {
    const simulation = await createSimulation(scenario({ invocationDurationMs: 2000 }));
    await simulation.runUntil(1000);

    const restored = await restoreSimulation(simulation.snapshot()).run();

    expect(restored.invocations).toMatchObject([{ startedAtMs: 0, endedAtMs: 2000, outcome: 'success' }]);
  });

  test('untilMs leaves the rest pending', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 })],
      invocationDurationMs: 2000,
      untilMs: 11_000,
    });

    expect(trace.invocations.map(({ outcome }) => outcome)).toEqual(['success', 'pending']);
  });

  test('a split shard can be restored on either side of the split', async () => {
    const shardId = 'shardId-00000000000000000000-00000000';
    const splitting = () =>
      scenario({
        records: [0, 1, 2, 3, 4, 5].map((at) => record(at + 1, { at, key: at % 2 === 0 ? 'even' : 'odd' })),
        actions: [{ atMs: 3000, do: 'splitShard', shardId }],
      });
    const whole = await (await createSimulation(splitting())).run();

    for (const atMs of [1500, 4500]) {
      const simulation = await createSimulation(splitting());
      await simulation.runUntil(atMs);
      const snapshot = simulation.snapshot();

      expect((await restoreSimulation(snapshot).run()).toText()).toBe(whole.toText());
      expect((await restoreSimulation(snapshot).run()).toText()).toBe(whole.toText());
    }
  });
});

describe('a simulation refuses', () => {
  const busy = { name: 'ScenarioError', code: 'SimulationBusy' };
  const over = { name: 'ScenarioError', code: 'SimulationOver' };

  test('to go on after run(), also where untilMs stopped it: its records are closed', async () => {
    async function* stream() {
      for (let sequence = 1; sequence <= 5; sequence++) yield record(sequence, { at: sequence });
    }
    const simulation = await createSimulation(scenario({ records: stream(), untilMs: 2000 }));
    const trace = await simulation.run();

    await expect(simulation.runUntil(10_000)).rejects.toMatchObject(over);
    await expect(simulation.run()).rejects.toThrow('To stop and go on, use runUntil(…)');
    expect(() => simulation.snapshot()).toThrow(expect.objectContaining(over));
    expect(calls(trace)).toBe('[1] [2]');
  });

  test('to go on after an error', async () => {
    const simulation = await createSimulation(scenario({ records: [record(2), record(1)] }));

    await expect(simulation.runUntil(1000)).rejects.toMatchObject({ code: 'RecordsOutOfOrder' });
    await expect(simulation.run()).rejects.toMatchObject(over);
  });

  test('a second run while one is under way', async () => {
    const simulation = await createSimulation(scenario({ handler: async () => undefined }));
    const first = simulation.run();

    await expect(simulation.runUntil(1000)).rejects.toMatchObject(busy);
    await expect(simulation.run()).rejects.toMatchObject(busy);
    expect(calls(await first)).toBe('[1]');
  });

  test('to be run or copied from within its own handler, and goes on as if nothing were asked', async () => {
    const caught: unknown[] = [];
    const simulation = await createSimulation(
      scenario({
        handler: async () => {
          await simulation.runUntil(5).catch((error: unknown) => caught.push(error));
          try {
            simulation.snapshot();
          } catch (error) {
            caught.push(error);
          }
        },
      }),
    );

    expect(calls(await simulation.run())).toBe('[1]');
    expect(caught).toEqual([expect.objectContaining(busy), expect.objectContaining(busy)]);
  });
});

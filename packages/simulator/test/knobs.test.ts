import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  createSimulation,
  restoreSimulation,
  simulate,
  type EventSourceMapping,
  type ScenarioAction,
  type ScenarioOptions,
  type Semantics,
  type Trace,
} from '../src/index.ts';
import { eventsOf, record, reports, scenario, sequenceNumbersOf, toQueue, type StreamEvent } from './fixtures.ts';

/** Any reading of what AWS leaves open. */
const semantics: fc.Arbitrary<Partial<Semantics>> = fc.record(
  {
    suffixTopUp: fc.boolean(),
    mixedReport: fc.constantFrom('failure', 'useValidEntries'),
    batchingWindowStart: fc.constantFrom('firstRecordOrPreviousCall', 'previousCall'),
    laneAssignment: fc.constantFrom('hash', 'leastLoaded'),
    documents: fc.constantFrom('mergeBisected', 'onePerBatch', 'mergeNeighbours'),
    documentTime: fc.constantFrom('atDiscard', 'afterBisectedBatch'),
    rejectionsCountAsInvokes: fc.boolean(),
    counterAfterPartialExpiry: fc.constantFrom('kept', 'fresh'),
    afterEarlyTermination: fc.constantFrom('newInstance', 'skipRecords'),
    finalCallOfEmptyWindow: fc.constantFrom('sent', 'skipped'),
    stateOfPartialReport: fc.constantFrom('used', 'ignored'),
    windowAcrossDisable: fc.constantFrom('kept', 'replayed', 'replayedOntoState'),
    finalCallAge: fc.constantFrom('closing', 'windowStart', 'windowEnd'),
    stateLimitBytes: fc.constantFrom(11, 1_048_576),
    payloadLimitBytes: fc.constantFrom(900, 2000, 6_291_456),
    idleWindowCloseMs: fc.constantFrom(0, 5000, 120_000),
  },
  { requiredKeys: [] },
);

const settings: fc.Arbitrary<Partial<EventSourceMapping>> = fc.oneof(
  fc.record({ ParallelizationFactor: fc.integer({ min: 1, max: 4 }), TumblingWindowInSeconds: fc.constant(0) }),
  fc.record({ TumblingWindowInSeconds: fc.constantFrom(0, 5, 30), ParallelizationFactor: fc.constant(1) }),
  fc.record({ BatchSize: fc.integer({ min: 1, max: 6 }), BisectBatchOnFunctionError: fc.boolean() }),
);

const action: fc.Arbitrary<ScenarioAction> = fc.nat(40_000).chain((atMs) =>
  fc.oneof(
    fc.constantFrom(
      ...(['disable', 'enable', 'loseSourcePermission', 'restoreSourcePermission'] as const).map((name) => ({
        atMs,
        do: name,
      })),
    ),
    settings.map((mapping): ScenarioAction => ({ atMs, do: 'update', mapping })),
  ),
);

const plans = fc.record({
  keys: fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), at: fc.nat(30) }), { minLength: 1, maxLength: 14 }),
  poison: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 3 }),
  reported: fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 3 }),
  mapping: settings,
  retries: fc.integer({ min: 0, max: 2 }),
  semantics,
  actions: fc.array(action, { maxLength: 4 }),
  durationMs: fc.constantFrom(0, 300, 2000),
});

type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

/** Ends enabled and with permission, so that nothing may stay pending. */
function optionsOf(plan: Plan): ScenarioOptions {
  const sorted = plan.keys.toSorted((one, other) => one.at - other.at);
  return scenario({
    records: sorted.map((facts, index) => record(index + 1, facts)),
    handler: (event: StreamEvent) => {
      const numbers = sequenceNumbersOf(event);
      if (numbers.some((sequence) => plan.poison.includes(Number(sequence)))) throw new Error('poison');
      const failed = numbers.filter((sequence) => plan.reported.includes(Number(sequence)));
      return {
        state: { count: (event.state?.count ?? 0) + numbers.length },
        batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
      };
    },
    mapping: { ...reports, ...toQueue, ...plan.mapping, MaximumRetryAttempts: plan.retries },
    semantics: plan.semantics,
    invocationDurationMs: plan.durationMs,
    actions: [...plan.actions, { atMs: 50_000, do: 'restoreSourcePermission' }, { atMs: 50_000, do: 'enable' }],
  });
}

/** Records that were neither in a call that succeeded with them, nor given up, nor skipped. */
function lost(trace: Trace, count: number): readonly string[] {
  const settled = new Set(trace.discarded.map(({ sequenceNumber }) => sequenceNumber));
  for (const { sequenceNumbers } of eventsOf(trace, 'recordsSkipped'))
    for (const each of sequenceNumbers) settled.add(each);
  for (const { outcome, sequenceNumbers, response } of trace.invocations) {
    if (outcome !== 'success' && outcome !== 'partialFailure') continue;
    const { batchItemFailures = [] } = response as { batchItemFailures?: readonly { itemIdentifier: string }[] };
    const first = sequenceNumbers.findIndex((each) => batchItemFailures.some((entry) => entry.itemIdentifier === each));
    for (const each of first === -1 ? sequenceNumbers : sequenceNumbers.slice(0, first)) settled.add(each);
  }
  return Array.from({ length: count }, (_, index) => String(index + 1)).filter((each) => !settled.has(each));
}

test('whatever is assumed, updated, disabled or refused in the middle, nothing is lost and every discard is told', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(60_000), async (plan, stopMs) => {
      const trace = await simulate(optionsOf(plan));
      const simulation = await createSimulation(optionsOf(plan));
      await simulation.runUntil(stopMs);
      const restored = await restoreSimulation(simulation.snapshot()).run();

      const times = trace.events.map(({ atMs }) => atMs);
      const told = eventsOf(trace, 'documentDelivered').reduce((sum, { recordCount }) => sum + recordCount, 0);
      expect(lost(trace, plan.keys.length)).toEqual([]);
      expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe(String(plan.keys.length));
      expect(told).toBe(trace.discarded.length);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(restored.toText()).toBe(trace.toText());
    }),
    { numRuns: Number(process.env['KNOB_RUNS'] ?? 300), seed: 1000 },
  );
});

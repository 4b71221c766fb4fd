import { describe, expect, test } from '@jest/globals';
import {
  checkCheckpoints,
  checkItemOrder,
  checkLimits,
  checkRetryBudget,
  checkSettled,
  type EventSourceMapping,
  type Fault,
  type ScenarioAction,
  simulate,
  type Trace,
} from '@millrace/simulator';
import * as fc from 'fast-check';
import { wireRecord } from './wireRecord.ts';

/** What a run is drawn from: records of three items, a mapping, and a handler that fails as it likes. */
const plans = fc.record({
  items: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }),
  secondsApart: fc.constantFrom(0, 1, 40),
  batchSize: fc.integer({ min: 1, max: 5 }),
  retries: fc.integer({ min: -1, max: 2 }),
  bisects: fc.boolean(),
  reports: fc.boolean(),
  maximumAgeSeconds: fc.constantFrom(-1, 60),
  lanes: fc.integer({ min: 1, max: 3 }),
  windowSeconds: fc.constantFrom(0, 0, 60),
  hasDestination: fc.boolean(),
  answers: fc.array(fc.constantFrom('ok', 'ok', 'throw', 'first', 'last', 'malformed'), { minLength: 1, maxLength: 6 }),
  faults: fc.array(fc.constantFrom<Fault | undefined>(undefined, undefined, undefined, 'throttle', 'timeout'), {
    minLength: 1,
    maxLength: 4,
  }),
  restartAtMs: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
});

type Plan = typeof plans extends fc.Arbitrary<infer Drawn> ? Drawn : never;

async function run(plan: Plan): Promise<Trace> {
  let calls = 0;
  const lanes = plan.windowSeconds > 0 ? 1 : plan.lanes;
  const mapping: EventSourceMapping = {
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: plan.batchSize,
    MaximumRetryAttempts: plan.retries,
    MaximumRecordAgeInSeconds: plan.maximumAgeSeconds,
    BisectBatchOnFunctionError: plan.bisects,
    ParallelizationFactor: lanes,
    TumblingWindowInSeconds: plan.windowSeconds,
    FunctionResponseTypes: plan.reports ? ['ReportBatchItemFailures'] : [],
    ...(plan.hasDestination && {
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
    }),
  };
  const actions: readonly ScenarioAction[] =
    plan.restartAtMs === undefined
      ? []
      : [{ atMs: plan.restartAtMs, do: 'update', mapping: { BatchSize: 1 + (plan.batchSize % 5) } }];
  return simulate({
    handler: (event: { readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[] }) => {
      const answer = plan.answers[calls++ % plan.answers.length];
      const numbers = event.Records.map((record) => record.dynamodb.SequenceNumber);
      const report = (itemIdentifier: string | undefined) => ({ state: {}, batchItemFailures: [{ itemIdentifier }] });
      if (answer === 'throw') throw new Error('refused');
      if (answer === 'first' && numbers.length > 0) return report(numbers[0]);
      if (answer === 'last' && numbers.length > 0) return report(numbers.at(-1));
      return answer === 'malformed' ? report('none') : { state: {} };
    },
    records: plan.items.map((item, index) => wireRecord(index + 1, item, index * plan.secondsApart)),
    mapping,
    actions,
    invocationDurationMs: 30,
    semantics: { retentionMs: 10 * 60_000 }, // A day of endless retries shows no more than ten minutes of them.
    faults: ({ index }) => plan.faults[index % plan.faults.length],
  });
}

describe('a simulated mapping', () => {
  const settings = { numRuns: 100, seed: 20 };

  test('never lets a checkpoint pass work, breaks no limit and keeps every retry budget', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const trace = await run(plan);

        expect(checkCheckpoints(trace)).toEqual([]);
        expect(checkLimits(trace)).toEqual([]);
        expect(checkRetryBudget(trace)).toEqual([]);
      }),
      settings,
    );
  });

  test('delivers the changes of an item in order, unless lanes ahead of the checkpoint are read again', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const trace = await run(plan);

        const codes = new Set(checkItemOrder(trace).map(({ code }) => code));
        if (plan.restartAtMs === undefined || plan.lanes === 1) expect([...codes]).toEqual([]);
        else expect([...codes].filter((code) => code !== 'steppedBack')).toEqual([]);
      }),
      settings,
    );
  });

  test('loses a record only where nobody hears of what it gives up', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const trace = await run(plan);

        const codes = new Set(checkSettled(trace, { allowUnheardReports: true }).map(({ code }) => code));
        const isSilent = !plan.hasDestination;
        const allowed = isSilent
          ? ['discardedWithoutDestination', 'windowLost', 'lostToRetention']
          : ['lostToRetention', 'windowLost'];
        expect([...codes].filter((code) => !allowed.includes(code))).toEqual([]);
      }),
      settings,
    );
  });
});

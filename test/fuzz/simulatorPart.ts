import {
  checkCheckpoints,
  checkItemOrder,
  checkRetryBudget,
  checkSettled,
  isMappingError,
  isScenarioError,
  lifeOf,
  reproduceLine,
  simulate,
  type ScenarioOptions,
  type Trace,
} from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import type { FuzzPart } from './fuzzPart.ts';
import { mutated, mutations, strangeValue } from './mutation.ts';

const record = (index: number, item: number, seconds: number): DynamoDBRecord => ({
  eventID: `event-${index}`,
  eventName: 'INSERT',
  dynamodb: {
    ApproximateCreationDateTime: 1_789_650_000 + seconds,
    Keys: { id: { S: `item-${item}` } },
    SequenceNumber: String(100 + index),
    SizeBytes: 20,
  },
  eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
});

/** What a handler does at each of its calls, in turn. */
const behaviour = fc.oneof(
  fc.constant({ kind: 'ok' as const }),
  fc.constant({ kind: 'throws' as const }),
  fc.record({ kind: fc.constant('reports' as const), index: fc.nat(5) }),
  fc.record({ kind: fc.constant('answers' as const), value: strangeValue }),
);

const inputs = fc.record({
  records: fc.array(fc.tuple(fc.nat(3), fc.nat(90)), { maxLength: 8 }),
  mapping: fc.record(
    {
      StartingPosition: fc.constantFrom('TRIM_HORIZON', 'LATEST'),
      BatchSize: fc.integer({ min: 1, max: 5 }),
      ParallelizationFactor: fc.constantFrom(1, 1, 3),
      MaximumRetryAttempts: fc.constantFrom(-1, 0, 2),
      MaximumRecordAgeInSeconds: fc.constantFrom(-1, 60),
      BisectBatchOnFunctionError: fc.boolean(),
      TumblingWindowInSeconds: fc.constantFrom(0, 0, 10),
      FunctionResponseTypes: fc.constantFrom([], ['ReportBatchItemFailures']),
      DestinationConfig: fc.constant({ OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } }),
    },
    { requiredKeys: ['StartingPosition'] },
  ),
  semantics: fc.record(
    {
      latestGapMs: fc.constantFrom<unknown>(0, 20_000, { creation: 5000 }),
      latestOfDisabled: fc.constantFrom('creation', 'firstEnable'),
      startUpDelayMs: fc.constantFrom(0, 7000),
      updateDelayMs: fc.constantFrom(0, 3000),
      rollOverDelayMs: fc.constantFrom(0, 3000),
      callAcrossUpdate: fc.constantFrom('oldSettings', 'newSettings'),
      readersOfShard: fc.constantFrom(1, 5),
      documents: fc.constantFrom('mergeBisected', 'onePerBatch', 'mergeNeighbours'),
      payloadLimitBytes: fc.constantFrom(6_000_000, 700),
    },
    { requiredKeys: [] },
  ),
  actions: fc.array(
    fc.record({ atMs: fc.nat(60_000), do: fc.constantFrom('disable', 'enable', 'loseSourcePermission', 'splitShard') }),
    { maxLength: 3 },
  ),
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
  changes: mutations,
});
type Input = typeof inputs extends fc.Arbitrary<infer Value> ? Value : never;

/** Absurd options and hostile handlers: each is refused as what it is, or simulated by the laws. */
export const simulatorPart: FuzzPart = {
  name: 'simulator',
  claim:
    'Options that nobody would write are refused by name or simulated, the same each time, with a trace that every checker reads.',
  runsInRound: 400,
  property: (isPlanted) =>
    fc.asyncProperty(inputs, async (input) => {
      const outcome = await outcomeOf(input, isPlanted);
      const again = await outcomeOf(input, false);
      if (outcome !== again) throw new Error(`Two runs of the same scenario differ:\n${outcome}\n${again}`);
      if (Object.keys(Object.prototype).length > 0 || 'polluted' in {})
        throw new Error('Object.prototype was polluted.');
    }),
};

/** The text of the trace, or of the refusal. */
async function outcomeOf(input: Input, isPlanted: boolean): Promise<string> {
  const options = optionsOf(input);
  try {
    // The planted fault: an option is read without a look at what it is.
    if (isPlanted) void (options as { mapping: { StartingPosition: string } }).mapping.StartingPosition.length;
    const trace = await simulate(options as ScenarioOptions);
    checkTrace(trace);
    return trace.toText();
  } catch (error) {
    if (isScenarioError(error) || isMappingError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function optionsOf({ records, mapping, semantics, actions, behaviours, changes }: Input): unknown {
  let seconds = 0;
  const stream = records.map(([item, gap], index) => record(index, item, (seconds += gap)));
  const shardId = 'shardId-00000000000000000000-00000000';
  const plain = {
    records: stream,
    mapping,
    semantics,
    actions: actions.map((action) => ({ ...action, ...(action.do === 'splitShard' && { shardId }) })),
  };
  const given = mutated(plain, changes);
  if (typeof given !== 'object' || given === null) return given;
  let call = 0;
  const handler = async ({ Records }: { readonly Records: readonly DynamoDBRecord[] }): Promise<unknown> => {
    const next = behaviours[call++ % behaviours.length];
    switch (next?.kind) {
      case 'throws':
        throw new Error('poison');
      case 'reports':
        return { state: {}, batchItemFailures: [{ itemIdentifier: Records[next.index]?.dynamodb?.SequenceNumber }] };
      case 'answers':
        return next.value;
      default:
        return { state: {} };
    }
  };
  return { handler, ...given, maximumInvocations: 3000, maximumTraceLength: 30_000 };
}

function checkTrace(trace: Trace): void {
  let before = 0;
  for (const { atMs } of trace.events) {
    if (!(atMs >= before)) throw new Error(`The clock went from ${before} to ${atMs}.`);
    before = atMs;
  }
  const broken = [...checkCheckpoints(trace), ...checkRetryBudget(trace)].filter(
    ({ code }) => code !== 'failureUnanswered',
  );
  if (broken.length > 0) throw new Error(`A law is broken: ${broken[0]?.message}`);
  checkSettled(trace);
  checkItemOrder(trace);
  reproduceLine(trace);
  for (const { sequenceNumber } of trace.discarded.slice(0, 3)) lifeOf(trace, sequenceNumber);
  if (typeof JSON.stringify(trace.scenario) !== 'string') throw new Error('The scenario cannot be printed.');
}

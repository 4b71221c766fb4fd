import { type EventSourceMapping, simulate, type ScenarioAction, type Trace } from '@millrace/simulator';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Settings, ShardPlan, ShardStory } from './shardModel.ts';
import { createdAtSeconds, indexesOf, recordOf } from './streamOf.ts';

type WindowEvent = DynamoDBStreamEvent & {
  readonly state?: { readonly seen?: string };
  readonly isFinalInvokeForWindow?: boolean;
};

/** What the simulator makes of a plan. */
export async function shardRun(plan: ShardPlan): Promise<ShardStory> {
  return storyOf(await shardTrace(plan));
}

/** Records whose numbers leave the same rest are of one item. */
const items = 7;

/** The stories of its lanes, each with the numbers of the records that it had, which the story counts from 0. */
export async function laneStories(
  plan: ShardPlan,
  lanes: number,
): Promise<readonly { readonly records: readonly number[]; readonly story: ShardStory }[]> {
  const trace = await shardTrace(plan, lanes);
  const laneOfItem = new Map<number, number>();
  for (const event of trace.events) {
    if (event.type !== 'invocationStarted' && event.type !== 'recordsDiscarded') continue;
    for (const record of indexesOf(event.sequenceNumbers)) laneOfItem.set(record % items, event.lane);
  }
  const all = [...plan.records.keys()];
  return [...new Set(laneOfItem.values())].map((lane) => {
    const records = all.filter((record) => laneOfItem.get(record % items) === lane);
    return { records, story: storyOf(trace, lane, records) };
  });
}

export function shardTrace(plan: ShardPlan, lanes = 1): Promise<Trace> {
  const faults = new Map(plan.faults);
  return simulate({
    handler: handlerOf(plan),
    records: plan.records.map(({ atMs, isFilteredOut }, index) => ({
      ...recordOf(index, `item-${index % items}`, createdAtSeconds + atMs / 1000),
      eventName: isFilteredOut ? ('REMOVE' as const) : ('MODIFY' as const),
    })),
    startAt: createdAtSeconds * 1000,
    invocationDurationMs: plan.durationMs,
    faults: ({ index }) => faults.get(index),
    actions: plan.changes.flatMap(({ atMs, forMs, settings }): ScenarioAction[] =>
      forMs === 0
        ? [{ atMs, do: 'update', mapping: mappingOf(settings) }]
        : [
            { atMs, do: 'disable' },
            { atMs: atMs + forMs, do: 'enable' },
          ],
    ),
    semantics: {
      pollIntervalMs: 1,
      latestGapMs: plan.latestGapMs,
      stateLimitBytes: stateOf(plan.mostSeen).length,
    },
    isolation: 'none',
    mapping: {
      StartingPosition: plan.startsAtLatest ? 'LATEST' : 'TRIM_HORIZON',
      ...mappingOf(plan),
      ParallelizationFactor: lanes,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' } },
      ...(plan.windowMs === 0 && { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["MODIFY"]}' }] } }),
    },
  });
}

function mappingOf(settings: Partial<Settings>): Omit<Partial<EventSourceMapping>, 'StartingPosition'> {
  const { batchSize, batchingWindowMs, retries, ageMs, bisects, reports, windowMs } = settings;
  return {
    ...(batchSize !== undefined && { BatchSize: batchSize }),
    ...(batchingWindowMs !== undefined && { MaximumBatchingWindowInSeconds: batchingWindowMs / 1000 }),
    ...(retries !== undefined && { MaximumRetryAttempts: retries }),
    ...(ageMs !== undefined && { MaximumRecordAgeInSeconds: ageMs === Infinity ? -1 : ageMs / 1000 }),
    ...(bisects !== undefined && { BisectBatchOnFunctionError: bisects }),
    ...(reports !== undefined && { FunctionResponseTypes: reports ? ['ReportBatchItemFailures'] : [] }),
    ...(windowMs !== undefined && { TumblingWindowInSeconds: windowMs / 1000 }),
  };
}

/** Fails as the plan says, by an error or by a report of all that failed; counts its records into the state of a window. */
function handlerOf(plan: ShardPlan) {
  const failuresLeft = plan.records.map(({ failures }) => failures);
  let finalCallsToFail = plan.failingFinalCalls;
  return async ({ Records, state, isFinalInvokeForWindow }: WindowEvent): Promise<unknown> => {
    if (isFinalInvokeForWindow === true && finalCallsToFail-- > 0) throw new Error('the final call fails');
    const failed = Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '').filter((number) => {
      const [record = 0] = indexesOf([number]);
      const left = failuresLeft[record] ?? 0;
      if (left > 0 && left < 99) failuresLeft[record] = left - 1;
      return left > 0;
    });
    if (failed.length > 0 && !plan.isReporting) throw new Error(`${failed.join()} failed`);
    return {
      state: { seen: `${state?.seen ?? ''}${'|'.repeat(Records.length)}` },
      batchItemFailures: failed.toReversed().map((itemIdentifier) => ({ itemIdentifier })),
    };
  };
}

/** A state is a byte longer for each record that it counts. */
function stateOf(seen: number): string {
  return JSON.stringify({ seen: '|'.repeat(seen) });
}

function storyOf(trace: Trace, lane = 0, records?: readonly number[]): ShardStory {
  const events = trace.events.filter((event) => !('lane' in event) || event.lane === lane);
  const numbers = (sequenceNumbers: readonly string[]): string =>
    indexesOf(sequenceNumbers)
      .map((record) => records?.indexOf(record) ?? record)
      .join();
  const skipped = new Map<number, string>();
  for (const event of events) {
    if (event.type !== 'recordsSkipped') continue;
    for (const record of indexesOf(event.sequenceNumbers)) skipped.set(record, `${record} ${event.reason}`);
  }
  return {
    calls: trace.invocations
      .filter((call) => call.lane === lane)
      .map((call) => {
        const how =
          call.isFinalInvokeForWindow === true ? ` final${call.isWindowTerminatedEarly === true ? ' early' : ''}` : '';
        const state = call.window === undefined ? '' : ` state ${JSON.stringify(call.state)}`;
        return `${call.startedAtMs} [${numbers(call.sequenceNumbers)}] attempt ${call.attempt}${how}${state}`;
      }),
    discards: events.flatMap((event) =>
      event.type === 'recordsDiscarded'
        ? [`${event.atMs} [${numbers(event.sequenceNumbers)}] ${event.condition} ${event.approximateInvokeCount}`]
        : [],
    ),
    documents: events.flatMap((event) => {
      if (event.type !== 'documentDelivered') return [];
      const { startSequenceNumber, endSequenceNumber } = JSON.parse(event.delivery.body).DDBStreamBatchInfo;
      const [first = '', last = ''] = indexesOf([startSequenceNumber, endSequenceNumber].filter(Boolean));
      return [`${event.atMs} ${first}..${last} (${event.recordCount})`];
    }),
    skipped: [...skipped.entries()].toSorted(([one], [other]) => one - other).map(([, text]) => text),
  };
}

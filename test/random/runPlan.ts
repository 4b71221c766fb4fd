import {
  createSimulation,
  type RecordSource,
  type ScenarioAction,
  type ScenarioOptions,
  type Simulation,
} from '@millrace/simulator';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Plan } from './plan.ts';
import { createdAtSeconds, recordOf } from './streamOf.ts';

/** What a plan puts into the stream, for the laws to compare with. */
export interface PlannedStream {
  readonly options: ScenarioOptions;
  /** Every sequence number of the stream. */
  readonly sequenceNumbers: readonly string[];
}

type WindowEvent = DynamoDBStreamEvent & { readonly state?: { readonly seen?: number } };

/** A simulation of a plan; each call makes a new one with a handler of its own. */
export function simulationOf(plan: Plan): Promise<Simulation> {
  return createSimulation(streamOf(plan).options);
}

export function streamOf(plan: Plan): PlannedStream {
  const failuresLeft = new Map<string, number>();
  const sequenceNumbers: string[] = [];
  const shards: Record<string, { parents?: readonly string[]; records: RecordSource }> = {};
  let index = 0;
  plan.shards.forEach((shard, shardIndex) => {
    const records: DynamoDBRecord[] = [];
    let atSeconds = createdAtSeconds;
    for (const planned of shard.records) {
      atSeconds += planned.gapSeconds;
      const wire = recordOf(index++, `shard-${shardIndex}/item-${planned.item}`, atSeconds);
      wire.eventName = planned.isFilteredOut ? 'REMOVE' : 'MODIFY';
      records.push(wire);
      const sequenceNumber = wire.dynamodb?.SequenceNumber ?? '';
      sequenceNumbers.push(sequenceNumber);
      failuresLeft.set(sequenceNumber, planned.failures);
    }
    // A parent is an earlier shard, so that there are no cycles.
    const hasParent = shard.parent >= 0 && shard.parent < shardIndex;
    shards[`shard-${shardIndex}`] = { records, ...(hasParent && { parents: [`shard-${shard.parent}`] }) };
  });
  return { sequenceNumbers, options: optionsOf(plan, shards, failuresLeft) };
}

function optionsOf(
  plan: Plan,
  shards: NonNullable<ScenarioOptions['shards']>,
  failuresLeft: Map<string, number>,
): ScenarioOptions {
  const faults = new Map(plan.faults);
  let documents = 0;
  return {
    handler: handlerOf(plan, failuresLeft),
    shards,
    startAt: createdAtSeconds * 1000 + (plan.startsAtLatest ? 3000 : 0),
    seed: plan.seed,
    invocationDurationMs: plan.durationMs,
    faults: ({ index }) => faults.get(index),
    refusesDelivery: () => plan.refusesEvery > 0 && ++documents % plan.refusesEvery === 0,
    actions: actionsOf(plan, shards),
    semantics: {
      latestGapMs: plan.latestGapMs,
      updateDelayMs: plan.updateDelayMs,
      documents: plan.documents,
      callAcrossUpdate: plan.callAcrossUpdate,
      readersOfShard: plan.readers,
    },
    mapping: {
      StartingPosition: plan.startsAtLatest ? 'LATEST' : 'TRIM_HORIZON',
      BatchSize: plan.batchSize,
      MaximumBatchingWindowInSeconds: plan.batchingWindowSeconds,
      MaximumRetryAttempts: plan.retries,
      MaximumRecordAgeInSeconds: plan.retries === -1 && plan.ageSeconds === -1 ? 60 : plan.ageSeconds,
      BisectBatchOnFunctionError: plan.bisects,
      FunctionResponseTypes: plan.reports ? ['ReportBatchItemFailures'] : [],
      ...(plan.mode === 'lanes' && { ParallelizationFactor: plan.lanes }),
      ...(plan.mode === 'window' && { TumblingWindowInSeconds: plan.windowSeconds }),
      ...(plan.mode === 'filter' && { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["MODIFY"]}' }] } }),
      ...(plan.hasDestination && {
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failures' } },
      }),
    },
  };
}

/** Ends with the mapping enabled, so that nothing may stay pending; only childless shards can be split. */
function actionsOf(plan: Plan, shards: NonNullable<ScenarioOptions['shards']>): readonly ScenarioAction[] {
  const leaf = Object.keys(shards).findLast(
    (id) => !Object.values(shards).some((shard) => shard.parents?.includes(id)),
  );
  return [
    ...plan.pauses.flatMap(([atMs, forMs]): ScenarioAction[] => [
      { atMs, do: 'disable' },
      { atMs: atMs + forMs, do: 'enable' },
    ]),
    ...plan.updates.map(([atMs, BatchSize]): ScenarioAction => ({ atMs, do: 'update', mapping: { BatchSize } })),
    ...plan.splits.map((atMs): ScenarioAction => ({ atMs, do: 'splitShard', shardId: leaf ?? '' })),
    { atMs: 100_000, do: 'enable' },
  ];
}

/** Counts its records into the state of a window, and fails as the plan says. */
function handlerOf(plan: Plan, failuresLeft: Map<string, number>) {
  return (event: WindowEvent): unknown => {
    const failed = event.Records.map((record) => record.dynamodb?.SequenceNumber ?? '').filter((sequenceNumber) => {
      const left = failuresLeft.get(sequenceNumber) ?? 0;
      if (left > 0 && left < 99) failuresLeft.set(sequenceNumber, left - 1);
      return left > 0;
    });
    const state = { seen: (event.state?.seen ?? 0) + event.Records.length };
    if (failed.length === 0) return { state };
    switch (plan.style) {
      case 'throw':
        throw new Error(`records ${failed.join(', ')} failed`);
      case 'reportFirst':
        return { state, batchItemFailures: [{ itemIdentifier: failed[0] }] };
      case 'reportAll':
        return { state, batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
      case 'malformed':
        return { state, batchItemFailures: [{ itemIdentifier: '' }] };
      case 'unknownIdentifier':
        return { state, batchItemFailures: [{ itemIdentifier: '1' }] };
    }
  };
}

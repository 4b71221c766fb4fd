import { patience } from '../function/patience.ts';
import type { Batch } from '../core/batch.ts';
import type { WindowCall } from '../core/command.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import type { Warning } from '../trace/warning.ts';
import { Attempts } from './attempts.ts';
import { FailureDestination, type DeliveryOutcome } from '../destination/failureDestination.ts';
import type { CallWatch } from '../function/callWatch.ts';
import { randomStream, uuidFrom } from '../core/randomStream.ts';
import { buildEvent } from '../function/buildEvent.ts';
import { functionIdentity } from '../mapping/functionIdentity.ts';
import { withAssumption } from './recorder.ts';
import { requestIdOf } from './requestIdOf.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ResolvedScenario } from '../scenario/resolveScenario.ts';
import type { SimulationState } from './simulationState.ts';

/** The two places that batches go to: the function, and the on-failure destination. */
export function createOutlets(
  resolved: ResolvedScenario,
  scenario: Scenario,
  state: SimulationState,
  { warn, watch }: { readonly warn: (warnings: readonly Warning[], atMs: number) => void; readonly watch: CallWatch },
): { readonly attempts: Attempts; readonly destination: FailureDestination } {
  const { streamArn, isolation, functionTimeoutMs, seed, semantics } = scenario;
  const record = (event: TraceEvent): void => state.events.push(event);
  const tell = ({ isRefused, assumption, atMs, shardId, delivery, recordCount }: DeliveryOutcome): void => {
    const type = isRefused ? 'documentRefused' : 'documentDelivered';
    record(withAssumption({ type, atMs, shardId, delivery, recordCount }, assumption));
    if (assumption === 'documents' && state.mapping.BisectBatchOnFunctionError) warn([documentsMayMerge], atMs);
  };
  const identity = functionIdentity(scenario.mapping.FunctionName, streamArn);
  const streamArnOf = (shardId: string): string => scenario.shards[shardId]?.streamArn ?? streamArn;
  const epochMs = Date.parse(scenario.startAt);
  const eventFacts = { streamArnOf, epochMs, isolation };
  // Written out: V8 makes a hidden class for each object that is spread and then gets more properties.
  const { maximumInvocations, given } = resolved;
  const attemptFacts = {
    function: identity,
    streamArnOf,
    epochMs,
    isolation,
    functionTimeoutMs,
    maximumInvocations,
    growing: state.growing,
    nowMs: () => state.nowMs,
    patience: patience(functionTimeoutMs, given.realTimeoutMs),
    runtime: resolved.runtime,
    watch,
    logStreamId: uuidFrom(randomStream(seed, 'logStream')).replaceAll('-', ''),
  };
  const destinationFacts = {
    function: identity,
    streamArnOf,
    epochMs,
    seed,
    arn: () => state.mapping.DestinationConfig.OnFailure.Destination,
    mergesNeighbours: semantics.documents === 'mergeNeighbours',
    reportsRetentionExpiry: semantics.retentionExpiryDocument,
    refuses: resolved.refusesDelivery,
    requestIdOf: (shardId: string, batchNumber: number) => requestIdOf(seed, shardId, batchNumber),
    eventOf: (batch: Batch, window: WindowCall | undefined, shardId: string) =>
      buildEvent(batch, window, shardId, eventFacts),
  };
  return {
    attempts: new Attempts(resolved, attemptFacts, state.attempts, record),
    destination: new FailureDestination(destinationFacts, state.documents, tell),
  };
}

const documentsMayMerge: Warning = {
  code: 'documentsMayMerge',
  message:
    "Neighbours were given up under BisectBatchOnFunctionError: AWS may tell of them in one document or in one each (U6). Read documents by their range, from startSequenceNumber to endSequenceNumber, and try each value of semantics.documents: 'mergeBisected', 'mergeNeighbours' and 'onePerBatch'.",
};

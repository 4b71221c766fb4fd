import { mappingInForce } from './mappingInForce.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RecordsRead, TraceEvent } from './traceEvent.ts';

/**
 * What CloudWatch would show for the run (S58, S59). Counts are of records, not of calls; a metric without a datapoint
 * is absent. On AWS the counts need `MetricsConfig: { Metrics: ['EventCount'] }`; here they are always counted.
 */
export interface MappingMetrics {
  /** One value a call with records: the age of its last record when processing finished, in milliseconds. */
  readonly IteratorAge: readonly { readonly atMs: number; readonly shardId: string; readonly value: number }[];
  readonly PolledEventCount?: number;
  readonly FilteredOutEventCount?: number;
  readonly InvokedEventCount?: number;
  readonly FailedInvokeEventCount?: number;
  readonly DroppedEventCount?: number;
  readonly OnFailureDestinationDeliveredEventCount?: number;
  /** Counts documents. */
  readonly DestinationDeliveryFailures?: number;
}

export function mappingMetrics(events: Iterable<TraceEvent>, scenario: Scenario): MappingMetrics {
  const ages: { atMs: number; shardId: string; value: number }[] = [];
  const counts: Record<string, number> = {};
  const count = (name: string, records: number): void => {
    if (records > 0) counts[name] = (counts[name] ?? 0) + records;
  };
  let mapping = scenario.mapping;
  let missed = 0;
  const countsDropsWithoutDestination = scenario.semantics.droppedWithoutDestination === 'counted';
  const suffixLengths = suffixLengthsOf(events);

  for (const event of events) {
    switch (event.type) {
      case 'recordsRead':
        count('PolledEventCount', polledCount(event, scenario));
        break;
      case 'recordsSkipped':
        if (event.reason === 'filteredOut') count('FilteredOutEventCount', event.sequenceNumbers.length);
        if (event.reason === 'latestGap') missed += event.sequenceNumbers.length;
        break;
      case 'invocationStarted':
        count('InvokedEventCount', event.sequenceNumbers.length);
        break;
      case 'invocationEnded': {
        const { outcome, index, shardId, atMs } = event;
        // A partial report: whether the whole batch or only the suffix counts is unknown; the suffix does here (S58).
        if (outcome === 'partialFailure') count('FailedInvokeEventCount', suffixLengths.get(index) ?? 0);
        else if (outcome !== 'success') count('FailedInvokeEventCount', event.sequenceNumbers.length);
        if (event.iteratorAgeMs !== undefined) ages.push({ atMs, shardId, value: event.iteratorAgeMs });
        break;
      }
      case 'recordsDiscarded': // Expiry of the stream itself is not counted (S38).
        if (event.condition === 'StreamRetentionExceeded' || hasDestination(mapping)) break;
        if (countsDropsWithoutDestination) count('DroppedEventCount', event.sequenceNumbers.length);
        break;
      case 'mappingUpdated':
        mapping = mappingInForce(mapping, event);
        break;
      case 'documentDelivered':
        count('OnFailureDestinationDeliveredEventCount', event.recordCount);
        break;
      case 'documentRefused':
        count('DroppedEventCount', event.recordCount);
        count('DestinationDeliveryFailures', 1);
        break;
      default:
        break;
    }
  }
  // S2: what LATEST misses was never polled.
  const { PolledEventCount = 0, ...others } = counts;
  const polled = PolledEventCount - missed;
  return { IteratorAge: ages, ...(polled > 0 && { PolledEventCount: polled }), ...others };
}

/** S2, S58: what lies before the starting position, or is no longer in the stream when it is read, AWS never polls. */
function polledCount({ atMs, createdAtMs }: RecordsRead, { mapping, semantics }: Scenario): number {
  const startMs = mapping.StartingPosition === 'LATEST' ? 0 : -Infinity;
  return createdAtMs.filter((eachMs) => eachMs >= startMs && atMs - eachMs < semantics.retentionMs).length;
}

function hasDestination({ DestinationConfig }: ResolvedMapping): boolean {
  return DestinationConfig.OnFailure.Destination !== undefined;
}

/** How many records each partial failure left to be sent again, by invocation. */
function suffixLengthsOf(events: Iterable<TraceEvent>): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  const lastIndex = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'invocationEnded') lastIndex.set(`${event.shardId}/${event.lane}`, event.index);
    if (event.type !== 'batchResumed') continue;
    const index = lastIndex.get(`${event.shardId}/${event.lane}`);
    if (index !== undefined) lengths.set(index, event.sequenceNumbers.length);
  }
  return lengths;
}

import type { LatestGap, PollerRules } from '../core/pollerRules.ts';
import type { Semantics } from '../core/semantics.ts';
import { compileFilterCriteria } from '../filter/compileFilterCriteria.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';

/** A mapping in the poller's terms; `epochMs` is the scenario's start. Throws a MappingError for bad filters. */
export function pollerRulesOf(
  mapping: ResolvedMapping,
  semantics: Semantics,
  epochMs: number,
  latestGaps: readonly LatestGap[],
): PollerRules {
  return {
    batchSize: mapping.BatchSize,
    batchingWindowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
    parallelizationFactor: mapping.ParallelizationFactor,
    maximumRetryAttempts: unlimited(mapping.MaximumRetryAttempts),
    maximumRecordAgeMs: unlimited(mapping.MaximumRecordAgeInSeconds) * 1000,
    bisects: mapping.BisectBatchOnFunctionError,
    reportsFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    tumblingWindowMs: mapping.TumblingWindowInSeconds * 1000,
    matches: mapping.FilterCriteria && compileFilterCriteria(mapping.FilterCriteria),
    // S2: LATEST begins at the start, TRIM_HORIZON with the oldest record that the stream still holds then.
    skipsCreatedBeforeMs: mapping.StartingPosition === 'LATEST' ? 0 : 1 - semantics.retentionMs,
    latestGaps: mapping.StartingPosition === 'LATEST' ? latestGaps : [],
    epochMs,
    semantics,
  };
}

/** AWS writes "no limit" as -1 (S26, S41). */
function unlimited(value: number): number {
  return value === -1 ? Infinity : value;
}

import type { PollerRules } from '../core/pollerRules.ts';
import type { Semantics } from '../core/semantics.ts';
import { compileFilterCriteria } from '../filter/compileFilterCriteria.ts';
import type { SimulationState } from './simulationState.ts';

/** The mapping in force in the poller's terms; `epochMs` is the scenario's start. Throws a MappingError for bad filters. */
export function pollerRulesOf(
  { mapping, firstEnabledAtMs, latestGaps }: Pick<SimulationState, 'mapping' | 'firstEnabledAtMs' | 'latestGaps'>,
  semantics: Semantics,
  epochMs: number,
): PollerRules {
  const latestFromMs = semantics.latestOfDisabled === 'firstEnable' ? firstEnabledAtMs : 0;
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
    skipsCreatedBeforeMs: mapping.StartingPosition === 'LATEST' ? latestFromMs : 1 - semantics.retentionMs,
    latestGaps: mapping.StartingPosition === 'LATEST' ? latestGaps : [],
    epochMs,
    semantics,
  };
}

/** AWS writes "no limit" as -1 (S26, S41). */
function unlimited(value: number): number {
  return value === -1 ? Infinity : value;
}

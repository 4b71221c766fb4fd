import { compileFilterCriteria } from '../filter/compileFilterCriteria.ts';
import { checkConstraints } from './constraintViolations.ts';
import { checkCrossRules } from './crossRules.ts';
import type { EventSourceMapping, ResolvedMapping } from './eventSourceMapping.ts';
import { checkMappingShape } from './mappingShape.ts';

/**
 * Checks a mapping as Lambda's CreateEventSourceMapping does and fills in every default (S41, S42).
 *
 * Takes AWS's own names, as pasted from a template, an SDK call or the console. Checks run in this order: names and
 * types (our words; AWS's clients refuse these before sending), the constraints of AWS's API model
 * (`ValidationException`), rules between parameters, filter patterns (`InvalidParameterValueException`). Resolving a
 * resolved mapping changes nothing.
 *
 * @throws {MappingError} with AWS's `code`, `message` and `httpStatus`, and our diagnosis in `hint`.
 * @example
 * resolveMapping({ StartingPosition: 'TRIM_HORIZON' }).BatchSize; // 100
 */
export function resolveMapping(mapping: EventSourceMapping): ResolvedMapping {
  checkMappingShape(mapping);
  checkConstraints(mapping);
  checkCrossRules(mapping);
  compileFilterCriteria(mapping.FilterCriteria ?? undefined);
  return withDefaults(mapping);
}

// `??` throughout: `null` counts as absent, as for the SDK, and so does a key spread in as `undefined`.
function withDefaults(mapping: EventSourceMapping): ResolvedMapping {
  const filters = mapping.FilterCriteria?.Filters ?? [];
  const destination = mapping.DestinationConfig?.OnFailure?.Destination ?? '';
  return {
    EventSourceArn: mapping.EventSourceArn ?? undefined,
    FunctionName: mapping.FunctionName ?? undefined,
    Enabled: mapping.Enabled ?? true,
    StartingPosition: mapping.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    BatchSize: mapping.BatchSize ?? 100,
    MaximumBatchingWindowInSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    ParallelizationFactor: mapping.ParallelizationFactor ?? 1,
    MaximumRecordAgeInSeconds: mapping.MaximumRecordAgeInSeconds ?? -1,
    MaximumRetryAttempts: mapping.MaximumRetryAttempts ?? -1,
    BisectBatchOnFunctionError: mapping.BisectBatchOnFunctionError ?? false,
    TumblingWindowInSeconds: mapping.TumblingWindowInSeconds ?? 0,
    FunctionResponseTypes: (mapping.FunctionResponseTypes ?? []).map(() => 'ReportBatchItemFailures'),
    // An empty list is accepted and left out of AWS's answer (S41).
    FilterCriteria:
      filters.length === 0 ? undefined : { Filters: filters.map(({ Pattern }) => ({ Pattern: Pattern ?? '' })) },
    DestinationConfig: { OnFailure: destination === '' ? {} : { Destination: destination } },
    MetricsConfig: { Metrics: (mapping.MetricsConfig?.Metrics ?? []).map(() => 'EventCount') },
    KMSKeyArn: mapping.KMSKeyArn ?? undefined,
    Tags: mapping.Tags ?? undefined,
  };
}

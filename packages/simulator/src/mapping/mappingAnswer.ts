import type { EventSourceMapping, ResolvedMapping } from './eventSourceMapping.ts';

/** Where a mapping is in its life (S42). The four that end in -ing pass by themselves. */
export type MappingState = 'Creating' | 'Enabled' | 'Disabled' | 'Updating' | 'Enabling' | 'Disabling' | 'Deleting';

/** A mapping as the service keeps it: what it was asked for, and what came of it. */
export interface StoredMapping {
  readonly uuid: string;
  readonly functionArn: string;
  readonly state: MappingState;
  /** When it was created or last updated, epoch milliseconds. */
  readonly modifiedAtMs: number;
  readonly parameters: EventSourceMapping;
  readonly resolved: ResolvedMapping;
}

/** What Lambda's API answers about a mapping (S42). */
export interface MappingAnswer
  extends Omit<
    ResolvedMapping,
    'Enabled' | 'FunctionName' | 'EventSourceArn' | 'FilterCriteria' | 'MetricsConfig' | 'KMSKeyArn' | 'Tags'
  > {
  readonly EventSourceArn: string;
  readonly EventSourceMappingArn: string;
  readonly FunctionArn: string;
  /** Epoch seconds. */
  readonly LastModified: number;
  readonly LastProcessingResult: 'No records processed';
  readonly State: MappingState;
  readonly StateTransitionReason: 'User action';
  readonly UUID: string;
  readonly FilterCriteria?: NonNullable<ResolvedMapping['FilterCriteria']>;
  readonly MetricsConfig?: ResolvedMapping['MetricsConfig'];
  readonly KMSKeyArn?: string;
}

/** Writes the answer about a mapping: every default is in it; filters, metrics and the key only when there are any. */
export function mappingAnswer({ uuid, functionArn, state, modifiedAtMs, resolved }: StoredMapping): MappingAnswer {
  return {
    BatchSize: resolved.BatchSize,
    BisectBatchOnFunctionError: resolved.BisectBatchOnFunctionError,
    DestinationConfig: resolved.DestinationConfig,
    EventSourceArn: resolved.EventSourceArn ?? '',
    EventSourceMappingArn: mappingArn(functionArn, uuid),
    ...(resolved.FilterCriteria === undefined ? {} : { FilterCriteria: resolved.FilterCriteria }),
    FunctionArn: functionArn,
    FunctionResponseTypes: resolved.FunctionResponseTypes,
    ...(resolved.KMSKeyArn === undefined ? {} : { KMSKeyArn: resolved.KMSKeyArn }),
    LastModified: modifiedAtMs / 1000,
    LastProcessingResult: 'No records processed',
    MaximumBatchingWindowInSeconds: resolved.MaximumBatchingWindowInSeconds,
    MaximumRecordAgeInSeconds: resolved.MaximumRecordAgeInSeconds,
    MaximumRetryAttempts: resolved.MaximumRetryAttempts,
    ...(resolved.MetricsConfig.Metrics.length === 0 ? {} : { MetricsConfig: resolved.MetricsConfig }),
    ParallelizationFactor: resolved.ParallelizationFactor,
    StartingPosition: resolved.StartingPosition,
    State: state,
    StateTransitionReason: 'User action',
    TumblingWindowInSeconds: resolved.TumblingWindowInSeconds,
    UUID: uuid,
  };
}

function mappingArn(functionArn: string, uuid: string): string {
  const [arn, partition, service, region, account] = functionArn.split(':');
  return [arn, partition, service, region, account, 'event-source-mapping', uuid].join(':');
}

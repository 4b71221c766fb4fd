import type { FilterCriteria } from '../filter/filterCriteria.ts';

/**
 * An event source mapping as users write it: the parameters of Lambda's CreateEventSourceMapping, which are also the
 * properties of `AWS::Lambda::EventSourceMapping`. What is pasted from a template or an SDK call works as it stands.
 *
 * Only `StartingPosition` is required. Defaults, limits and refusals: {@link resolveMapping}.
 */
export interface EventSourceMapping {
  /** The ARN of the stream. It only labels events and documents here: records come from the scenario. */
  readonly EventSourceArn?: string | undefined;
  /** Name or ARN of the function; an alias or version shows in the documents of the on-failure destination (S39). */
  readonly FunctionName?: string | undefined;
  /** Whether the poller runs; default true. */
  readonly Enabled?: boolean | undefined;
  /** Where reading starts (S2). `AT_TIMESTAMP` is for Kinesis only and is refused. */
  readonly StartingPosition: 'TRIM_HORIZON' | 'LATEST' | (string & {});
  /** Only valid with `AT_TIMESTAMP`, so always refused here. */
  readonly StartingPositionTimestamp?: string | number | Date | undefined;
  /** Most records in one batch, 1 to 10 000; default 100. */
  readonly BatchSize?: number | undefined;
  /** Longest time to gather a batch, 0 to 300 s; default 0. */
  readonly MaximumBatchingWindowInSeconds?: number | undefined;
  /** Batches of one shard at work at once, 1 to 10; default 1. */
  readonly ParallelizationFactor?: number | undefined;
  /** Age past which a record is discarded, 60 to 604 800 s, or -1 for never (the default). */
  readonly MaximumRecordAgeInSeconds?: number | undefined;
  /** Retries after the first call, 0 to 10 000, or -1 for no limit (the default). */
  readonly MaximumRetryAttempts?: number | undefined;
  /** Whether a failed batch is halved (S33); default false. */
  readonly BisectBatchOnFunctionError?: boolean | undefined;
  /** Length of a tumbling window, 1 to 900 s; 0, the default, is none. */
  readonly TumblingWindowInSeconds?: number | undefined;
  /** `['ReportBatchItemFailures']` makes Lambda read the function's response (S20); default `[]`. */
  readonly FunctionResponseTypes?: readonly ('ReportBatchItemFailures' | (string & {}))[] | undefined;
  /** Up to 5 filters (10 by quota), checked before batching (S12). */
  readonly FilterCriteria?: FilterCriteria | undefined;
  /** Where documents about discarded records go: a standard SQS queue, a standard SNS topic or an S3 bucket (S39). */
  readonly DestinationConfig?:
    | { readonly OnFailure?: { readonly Destination?: string | undefined } | undefined }
    | undefined;
  /** `{ Metrics: ['EventCount'] }` turns the event source mapping metrics on (S58). */
  readonly MetricsConfig?: { readonly Metrics?: readonly ('EventCount' | (string & {}))[] | undefined } | undefined;
  /** Accepted, and without effect on a replay: nothing is encrypted here. */
  readonly KMSKeyArn?: string | undefined;
  /** Accepted, and without effect on a replay. A record (API) or a list of `{ Key, Value }` (CloudFormation). */
  readonly Tags?:
    | Readonly<Record<string, string>>
    | readonly { readonly Key: string; readonly Value: string }[]
    | undefined;
}

/** A mapping past the door: every field present, every default filled in, every rule of S41 checked. */
export interface ResolvedMapping {
  readonly EventSourceArn: string | undefined;
  readonly FunctionName: string | undefined;
  readonly Enabled: boolean;
  readonly StartingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
  readonly ParallelizationFactor: number;
  /** Seconds, or -1 for no limit. */
  readonly MaximumRecordAgeInSeconds: number;
  /** Retries after the first call, or -1 for no limit. */
  readonly MaximumRetryAttempts: number;
  readonly BisectBatchOnFunctionError: boolean;
  /** Seconds; 0 means no windows. */
  readonly TumblingWindowInSeconds: number;
  readonly FunctionResponseTypes: readonly 'ReportBatchItemFailures'[];
  /** `undefined` when there are no filters, also after an empty list. */
  readonly FilterCriteria: { readonly Filters: readonly { readonly Pattern: string }[] } | undefined;
  /** `OnFailure` is `{}` when there is no destination, as in AWS's own answer (S42). */
  readonly DestinationConfig: { readonly OnFailure: { readonly Destination?: string } };
  readonly MetricsConfig: { readonly Metrics: readonly 'EventCount'[] };
  readonly KMSKeyArn: string | undefined;
  readonly Tags: EventSourceMapping['Tags'];
}

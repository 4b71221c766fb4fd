import type { DynamoDBRecord } from 'aws-lambda';
import {
  simulate,
  type EventSourceMapping,
  type ScenarioOptions,
  type ShardOptions,
  type Trace,
  type TraceEvent,
} from '../src/index.ts';

/** When every scenario here starts: aligned with any window that divides a day. */
export const startAt = '2026-01-01T00:00:00.000Z';
export const startSeconds = Date.parse(startAt) / 1000;
export const streamArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';
export const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:failures';
export const bucketArn = 'arn:aws:s3:::failures';

/** What a test may say of a record; `at` is seconds after the start. */
export interface RecordFacts {
  readonly at?: number;
  readonly key?: string;
  readonly eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Length of an attribute that fills the record up. */
  readonly padding?: number;
}

/** The record with this sequence number: of an item of its own, created at the start, unless the facts differ. */
export function record(sequence: number | string, facts: RecordFacts = {}): DynamoDBRecord {
  const { at = 0, key = `item-${sequence}`, eventName = 'INSERT', padding = 0 } = facts;
  return {
    eventID: `event-${sequence}`,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: startSeconds + at,
      Keys: { id: { S: key } },
      ...(padding > 0 && { NewImage: { id: { S: key }, padding: { S: 'x'.repeat(padding) } } }),
      SequenceNumber: String(sequence),
      SizeBytes: 20 + padding,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: streamArn,
  };
}

/** The records 1 to `count`. */
export function records(count: number, facts: RecordFacts = {}): DynamoDBRecord[] {
  return Array.from({ length: count }, (_, index) => record(index + 1, facts));
}

/** What the handlers here read of an event. */
export interface StreamEvent {
  readonly Records: readonly DynamoDBRecord[];
  readonly state?: { readonly count?: number };
  readonly shardId?: string;
  readonly isFinalInvokeForWindow?: boolean;
}

export function sequenceNumbersOf(event: StreamEvent): readonly string[] {
  return event.Records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
}

/** A handler that throws whenever one of these records is in its batch. */
export function failingOn(...poison: readonly number[]) {
  return (event: StreamEvent): void => {
    if (sequenceNumbersOf(event).some((sequence) => poison.includes(Number(sequence)))) throw new Error('poison');
  };
}

/** A handler that reports these records whenever they are in its batch. */
export function reporting(...poison: readonly number[]) {
  return (event: StreamEvent) => ({
    batchItemFailures: sequenceNumbersOf(event)
      .filter((sequence) => poison.includes(Number(sequence)))
      .map((itemIdentifier) => ({ itemIdentifier })),
  });
}

/** A handler for windows: its state counts the records. */
export function counting(event: StreamEvent): { readonly state: { readonly count: number } } {
  return { state: { count: (event.state?.count ?? 0) + event.Records.length } };
}

export const reports: Partial<EventSourceMapping> = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
export const toQueue: Partial<EventSourceMapping> = { DestinationConfig: { OnFailure: { Destination: queueArn } } };
export const toBucket: Partial<EventSourceMapping> = { DestinationConfig: { OnFailure: { Destination: bucketArn } } };

/** Options of a simulation in which everything that a test does not name has a value. */
export type Setup = Partial<Omit<ScenarioOptions, 'mapping'>> & { readonly mapping?: Partial<EventSourceMapping> };

export function scenario({ mapping, ...setup }: Setup = {}): ScenarioOptions {
  return {
    handler: () => undefined,
    startAt,
    mapping: { StartingPosition: 'TRIM_HORIZON', ...mapping },
    ...(setup.shards === undefined && { records: records(1) }),
    ...setup,
  };
}

export function run(setup: Setup = {}): Promise<Trace> {
  return simulate(scenario(setup));
}

/** Shards by id; `{ parents, records }` each. */
export type Shards = Readonly<Record<string, ShardOptions>>;

/** What the function was called with, as the specification writes it: `[1,2] [2]`. */
export function calls({ invocations }: Pick<Trace, 'invocations'>): string {
  return invocations.map(({ sequenceNumbers }) => `[${sequenceNumbers.join(',')}]`).join(' ');
}

/** The same with the time of each call, in seconds: `0:[1,2] 5:[3]`. */
export function timedCalls({ invocations }: Pick<Trace, 'invocations'>): string {
  return invocations
    .map(({ sequenceNumbers, startedAtMs }) => `${startedAtMs / 1000}:[${sequenceNumbers.join(',')}]`)
    .join(' ');
}

/** What was given up: `[2] RetryAttemptsExhausted 3`, the last being approximateInvokeCount. */
export function discards(trace: Trace): readonly string[] {
  return eventsOf(trace, 'recordsDiscarded').map(({ sequenceNumbers, condition, approximateInvokeCount }) => {
    return `[${sequenceNumbers.join(',')}] ${condition} ${approximateInvokeCount}`;
  });
}

/** The events of one type. */
export function eventsOf<Type extends TraceEvent['type']>(
  trace: Trace,
  type: Type,
): readonly Extract<TraceEvent, { type: Type }>[] {
  return trace.events.filter((event): event is Extract<TraceEvent, { type: Type }> => event.type === type);
}

/** A failure document, as far as the tests read it. */
export interface FailureDocument {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  readonly responseContext?: { readonly executedVersion: string; readonly functionError: string | null };
  readonly timestamp: string;
  readonly payload?: string;
  readonly DDBStreamBatchInfo: {
    readonly startSequenceNumber?: string;
    readonly endSequenceNumber?: string;
    readonly batchSize?: number;
  };
  readonly timeWindowInfo?: { readonly isFinalInvokeForWindow: boolean; readonly isWindowTerminatedEarly: boolean };
}

/** The documents that the destination got. */
export function documents({ destination }: Trace): readonly FailureDocument[] {
  return destination.map(({ body }) => JSON.parse(body) as FailureDocument);
}

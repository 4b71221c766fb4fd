import { coded, hasCode } from '../words/coded.ts';
import { describeValue } from '../words/describeValue.ts';
import { isObject } from '../words/isObject.ts';
import type { TumblingWindowEvent } from './tumblingWindow.ts';
import type { LambdaRecord } from './wireRecord.ts';

/**
 * What Lambda sends to the on-failure destination of an event source mapping for the batch it gave up (S39).
 *
 * It tells where the records were, not what they were: read them from the stream, or, in an S3 object, from `payload`.
 */
export interface InvocationRecord {
  readonly requestContext: {
    readonly requestId: string;
    /** As in the mapping, with its alias or version. */
    readonly functionArn: string;
    /** `RetryAttemptsExhausted` and `RecordAgeExceeded` have been seen. */
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  /** Absent when the function did not answer: the records were too old, or too large to send (S9, S38). */
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    /** `Unhandled` for an error, `null` for a batch reported or answered wrongly. */
    readonly functionError: string | null;
  };
  readonly version: string;
  /** In S3 objects only: the failed event as JSON text. {@link failedEvent} reads it. */
  readonly payload?: string;
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: StreamBatchInfo;
  /** Only when the mapping has a tumbling window. */
  readonly timeWindowInfo?: {
    readonly window: { readonly start: string; readonly end: string };
    readonly isFinalInvokeForWindow: boolean;
    readonly isWindowTerminatedEarly: boolean;
  };
}

/** Where the given-up records were. A failed final call of a window has no records, so only shard and stream. */
export interface StreamBatchInfo {
  readonly shardId: string;
  readonly streamArn: string;
  readonly startSequenceNumber?: string;
  readonly endSequenceNumber?: string;
  /** ISO 8601 in UTC, whole seconds. */
  readonly approximateArrivalOfFirstRecord?: string;
  readonly approximateArrivalOfLastRecord?: string;
  /** How many records were left, which may be fewer than the function was called with. */
  readonly batchSize?: number;
}

/** A text or value that is no invocation record of a DynamoDB stream. */
export class InvocationRecordError extends Error {
  declare readonly code: 'InvocationRecordError';
  /** From the record down to what is wrong. */
  declare readonly path: string;
  declare readonly expected: string;

  constructor(path: string, expected: string, found: unknown, options?: ErrorOptions) {
    super(`Invocation record, ${path || 'the top'}: expected ${expected}, found ${describeValue(found)}.`, options);
    coded(this, 'InvocationRecordError', { path, expected });
  }
}

/** Recognises an {@link InvocationRecordError}, also one made by another copy of this package. */
export function isInvocationRecordError(error: unknown): error is InvocationRecordError {
  return hasCode(error, 'InvocationRecordError');
}

/**
 * Reads an invocation record from wherever it was delivered: its text (an SQS body, an SNS message, an S3 object), or
 * an SQS message, SNS message or notification around that text, as an SDK or a Lambda event has it. Topic to queue to
 * function works too: the wrappings are taken off one by one.
 *
 * @example
 * for (const message of event.Records) redrive(parseInvocationRecord(message.body)); // in a function fed by the queue
 */
export function parseInvocationRecord(delivered: unknown): InvocationRecord {
  const record = unwrap(delivered, 4);
  requireInvocationRecord(record);
  return record;
}

/** The event a function failed on, as it got it; `window`, `state` and the rest are there with a tumbling window. */
export type FailedEvent = { readonly Records: readonly LambdaRecord[] } & Partial<Omit<TumblingWindowEvent, 'Records'>>;

/**
 * The event the function failed on, from the `payload` of an S3 object; `undefined` in the other destinations.
 * Throws an {@link InvocationRecordError} when the payload is not the JSON of an event.
 *
 * @example
 * for (const wire of failedEvent(record)?.Records ?? []) console.log(orders.decode(wire).keys);
 */
export function failedEvent(record: InvocationRecord): FailedEvent | undefined {
  if (record.payload === undefined) return undefined;
  const event = json(record.payload, 'payload');
  const { Records } = Object(event) as Properties;
  if (!Array.isArray(Records)) throw new InvocationRecordError('payload.Records', 'a list of records', Records);
  return event as FailedEvent;
}

function requireInvocationRecord(record: object): asserts record is InvocationRecord {
  if ('KinesisBatchInfo' in record && !('DDBStreamBatchInfo' in record)) {
    throw new InvocationRecordError('KinesisBatchInfo', 'a batch of a DynamoDB stream', 'one of a Kinesis stream');
  }
  for (const [path, type] of Object.entries(required)) {
    const value = path.split('.').reduce<unknown>((from, name) => (Object(from) as Properties)[name], record);
    if (typeof value !== type) throw new InvocationRecordError(path, `a ${type}`, value);
  }
}

type Properties = Readonly<Record<string, unknown>>;

const required = {
  'requestContext.functionArn': 'string',
  'requestContext.condition': 'string',
  'requestContext.approximateInvokeCount': 'number',
  'DDBStreamBatchInfo.shardId': 'string',
  'DDBStreamBatchInfo.streamArn': 'string',
};

function unwrap(delivered: unknown, layers: number): Properties {
  const value = typeof delivered === 'string' ? json(delivered, '') : delivered;
  if (!isObject(value)) {
    throw new InvocationRecordError('', 'an object', value);
  }
  const { body, Body, Sns, Message, Records } = value;
  if (Records !== undefined) {
    throw new InvocationRecordError('Records', 'one message, not an event: pass each of its Records', Records);
  }
  const inner = body ?? Body ?? Sns ?? Message;
  return inner === undefined || layers === 0 ? value : unwrap(inner, layers - 1);
}

function json(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvocationRecordError(path, 'JSON', text, { cause });
  }
}

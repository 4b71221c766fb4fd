import type { WireRecord } from '@millrace/records';
import type { Context } from 'aws-lambda';
import { HandlerError } from '../options/handlerError.ts';

/** The context Lambda hands to a function. Only `getRemainingTimeInMillis` is used, and nothing breaks without it. */
export type LambdaContext = Context;

/** A batch as Lambda delivers it; `DynamoDBStreamEvent` of `@types/aws-lambda` is one. */
export interface StreamEvent {
  readonly Records: readonly WireRecord[];
}

/** Says that a function was called with something that is not a batch of a DynamoDB stream that it can answer. */
export class StreamEventError extends HandlerError<'StreamEventError'> {
  constructor(message: string) {
    super('StreamEventError', message);
  }
}

/** The records of an event; what is no batch of records is refused, so that it is never taken for an empty one. */
export function recordsOf(event: StreamEvent): readonly WireRecord[] {
  const records: unknown = (event as StreamEvent | null | undefined)?.Records;
  const isBatch = Array.isArray(records);
  const { eventSource, EventSource = eventSource } = Object(isBatch && records[0]) as Readonly<Record<string, unknown>>;
  // A list of our own: what a handler does to that of the event must not change what is acknowledged.
  if (isBatch && (EventSource ?? dynamoDb) === dynamoDb) return [...records];
  const found = EventSource ? `records of ${JSON.stringify(EventSource)}` : JSON.stringify(event)?.slice(0, 99);
  throw new StreamEventError(
    `Expected { Records } of ${dynamoDb}, got ${found}. Map the table's stream, not Pipes or Kinesis Data Streams for DynamoDB.`,
  );
}

const dynamoDb = 'aws:dynamodb';

/** The records of an event for a handler whose answer has no state. */
export function recordsWithoutWindow(event: StreamEvent): readonly WireRecord[] {
  const records = recordsOf(event);
  if (!('isFinalInvokeForWindow' in event)) return records;
  throw new StreamEventError('TumblingWindowInSeconds needs a state: use tumblingWindow.');
}

/** The sequence number that can be reported to Lambda for a record; `''` when it has none. */
export function identifierOf(record: WireRecord | null | undefined): string {
  const identifier: unknown = record?.dynamodb?.SequenceNumber;
  return typeof identifier === 'string' ? identifier : '';
}

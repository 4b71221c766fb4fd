import type { WireRecord } from '@millrace/records';
import type { Context } from 'aws-lambda';
import { HandlerError } from './handlerError.ts';

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
export function recordsOf(event: StreamEvent, functionName: string): readonly WireRecord[] {
  const records: unknown = (event as StreamEvent | null | undefined)?.Records;
  if (Array.isArray(records)) return records;
  const found =
    typeof event === 'object' && event !== null ? `the keys ${Object.keys(event).join(', ')}` : String(event);
  throw new StreamEventError(`${functionName} expects { Records: [...] } of a DynamoDB stream, got ${found}.`);
}

/** Refuses the event of a tumbling window, for handlers whose answer has no state. */
export function refuseWindow(event: StreamEvent, functionName: string): void {
  if (!('isFinalInvokeForWindow' in event)) return;
  throw new StreamEventError(
    `The mapping has TumblingWindowInSeconds, which needs a state in every answer (S51); ${functionName} has none. ` +
      'Use tumblingWindow.',
  );
}

/** The sequence number that can be reported to Lambda for a record; `''` when it has none. */
export function identifierOf(record: WireRecord | null | undefined): string {
  const identifier: unknown = record?.dynamodb?.SequenceNumber;
  return typeof identifier === 'string' ? identifier : '';
}

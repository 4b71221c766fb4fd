import type { WireRecord } from '@millrace/records';
import type { Context } from 'aws-lambda';

/** The context Lambda hands to a function. Only `getRemainingTimeInMillis` is used, and nothing breaks without it. */
export type LambdaContext = Context;

/** A batch as Lambda delivers it; `DynamoDBStreamEvent` of `@types/aws-lambda` is one. */
export interface StreamEvent {
  readonly Records: readonly WireRecord[];
}

/** Says that a function was called with something that is not a batch of a DynamoDB stream that it can answer. */
export class StreamEventError extends Error {
  override readonly name = 'StreamEventError';
  readonly code = 'StreamEventError';
}

/** The records of an event; what is no batch of records is refused, so that it is never taken for an empty one. */
export function recordsOf(event: StreamEvent, functionName: string): readonly WireRecord[] {
  const records: unknown = (event as StreamEvent | null | undefined)?.Records;
  if (Array.isArray(records)) return records;
  throw new StreamEventError(
    `${functionName} expects the event of a DynamoDB stream, { Records: [...] }, and got ${describe(event)}. ` +
      'Check the event source of this function.',
  );
}

/** Refuses the event of a tumbling window, for handlers whose answer has no state. */
export function refuseWindow(event: StreamEvent, functionName: string): void {
  if (!('isFinalInvokeForWindow' in event)) return;
  throw new StreamEventError(
    `The mapping has TumblingWindowInSeconds, so Lambda needs a state in every answer (S51), which ${functionName} does ` +
      'not give. Use tumblingWindow, or take TumblingWindowInSeconds out of the mapping.',
  );
}

/** The sequence number that can be reported to Lambda for a record, if it has one. */
export function identifierOf(record: WireRecord | null | undefined): string | undefined {
  const identifier: unknown = record?.dynamodb?.SequenceNumber;
  return typeof identifier === 'string' && identifier !== '' ? identifier : undefined;
}

function describe(event: unknown): string {
  if (typeof event !== 'object' || event === null) return String(event);
  return `an object with the keys [${Object.keys(event).join(', ')}]`;
}

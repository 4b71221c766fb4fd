import { isSequenceNumber } from '@millrace/records';
import { nameOf, type StreamRecord, wireRecordOf } from '../streamRecord.ts';

/** S11: a sequence number has 1 to 40 digits. */
const digits = 40;

/**
 * A sequence number as a text of 40 digits, zeros first, so that the order of the texts is the order of the numbers.
 *
 * Sequence numbers of one shard differ in length. As a number of DynamoDB they would lose digits beyond the 38th; as
 * this text they are exact, and every store can compare them.
 */
export type Position = string & { readonly [brand]: true };

declare const brand: unique symbol;

/** The position of a record in its stream; throws when it has no sequence number to go by. */
export function positionOf(record: StreamRecord): Position {
  const wire = wireRecordOf(record);
  const sequenceNumber: unknown = wire.dynamodb?.SequenceNumber;
  if (isSequenceNumber(sequenceNumber)) return sequenceNumber.padStart(digits, '0') as Position;
  throw new TypeError(
    `${nameOf(wire)} has no sequence number of 1 to 40 digits, so it cannot be told whether it is newer than what was ` +
      'applied. Pass the record as Lambda delivered it.',
  );
}

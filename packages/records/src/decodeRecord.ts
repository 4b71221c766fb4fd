import { DecodedRecord, type DecodePlan } from './decodedRecord.ts';
import { decoding, Fault, located } from './fault.ts';
import { isSequenceNumber } from './sequenceNumber.ts';
import type { WireChange, WireRecord } from './wireRecord.ts';

/** Decodes one record by a plan. Answers `undefined` only when the plan skips records of unknown entities. */
export function decodeRecord(plan: DecodePlan, wire: WireRecord): DecodedRecord | undefined {
  const record = decoding(wire, () => checkedRecord(plan, wire));
  if (plan.entities !== undefined && !record.findEntity(plan.entities)) return undefined;
  if (plan.eager) {
    void record.keys;
    void record.newImage;
    void record.oldImage;
    void record.createdAt;
  }
  return record;
}

// Whatever the types of the definition promise is checked here, on every record: the images themselves may wait.
function checkedRecord(plan: DecodePlan, wire: WireRecord): DecodedRecord {
  if (!isObject(wire)) throw new Fault('not-a-record', 'a stream record', wire);
  const { eventName, dynamodb } = wire;
  if (!isObject(dynamodb)) {
    throw located(new Fault('not-a-record', 'the change in a DynamoDB stream record', dynamodb), 'dynamodb');
  }
  if (eventName !== 'INSERT' && eventName !== 'MODIFY' && eventName !== 'REMOVE') {
    throw located(new Fault('event-name', 'INSERT, MODIFY or REMOVE', eventName), 'eventName');
  }
  const sequenceNumber = dynamodb.SequenceNumber;
  if (!isSequenceNumber(sequenceNumber)) {
    throw misses(dynamodb, 'SequenceNumber', 'sequence-number', 'a string of 1 to 40 digits');
  }
  if (!isObject(dynamodb.Keys)) throw misses(dynamodb, 'Keys', 'missing', 'the key attributes');
  if (plan.hasNewImage && eventName !== 'REMOVE' && !isObject(dynamodb.NewImage)) {
    throw missesImage(plan, dynamodb, 'NewImage');
  }
  if (plan.hasOldImage && eventName !== 'INSERT' && !isObject(dynamodb.OldImage)) {
    throw missesImage(plan, dynamodb, 'OldImage');
  }
  return new DecodedRecord(plan, wire, dynamodb, eventName, sequenceNumber);
}

function isObject<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function missesImage(plan: DecodePlan, change: WireChange, name: 'NewImage' | 'OldImage'): unknown {
  const says = String(change.StreamViewType);
  return misses(change, name, 'missing', `the image of a ${plan.view} stream (the record says ${says})`);
}

function misses(
  change: WireChange,
  name: 'SequenceNumber' | 'Keys' | 'NewImage' | 'OldImage',
  reason: 'missing' | 'sequence-number',
  expected: string,
): unknown {
  const camelCase = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const fault =
    camelCase in change
      ? new Fault('camel-case', `the name ${name}`, camelCase)
      : new Fault(reason, expected, change[name]);
  return located(fault, 'dynamodb', name);
}

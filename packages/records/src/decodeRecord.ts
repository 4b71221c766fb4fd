import { DecodedRecord, type DecodePlan } from './decodedRecord.ts';
import { describeValue } from './describeValue.ts';
import { decodeError, fault } from './fault.ts';
import { isSequenceNumber } from './sequenceNumber.ts';
import { isObject } from './unmarshallImage.ts';
import type { WireChange, WireRecord } from './wireRecord.ts';

/** Decodes one record by a plan. Answers `undefined` only when the plan skips records of unknown entities. */
export function decodeRecord(plan: DecodePlan, wire: WireRecord): DecodedRecord | undefined {
  let change: WireChange;
  try {
    change = checkedChange(plan, wire);
  } catch (error) {
    throw decodeError(error, wire);
  }
  const record = new DecodedRecord(plan, wire, change);
  if (plan.entities !== undefined && !record.identify(plan.entities)) return undefined;
  if (plan.eager) void [record.keys, record.newImage, record.oldImage, record.createdAt];
  return record;
}

// Whatever the types of the definition promise is checked here, on every record: only the images' contents may wait.
function checkedChange(plan: DecodePlan, wire: WireRecord): WireChange {
  const { eventName, dynamodb: change } = isObject(wire) ? wire : fault('not-a-record', 'a stream record', wire);
  if (!isObject(change)) return fault('not-a-record', 'the change of a stream record', change, { path: ['dynamodb'] });
  if (eventName !== 'INSERT' && eventName !== 'MODIFY' && eventName !== 'REMOVE') {
    return fault('event-name', 'INSERT, MODIFY or REMOVE', eventName, { path: ['eventName'] });
  }
  if (!isSequenceNumber(change.SequenceNumber)) return misses(plan, change, 'SequenceNumber');
  if (!isObject(change.Keys)) return misses(plan, change, 'Keys');
  if (plan.hasNewImage && eventName !== 'REMOVE' && !isObject(change.NewImage)) return misses(plan, change, 'NewImage');
  if (plan.hasOldImage && eventName !== 'INSERT' && !isObject(change.OldImage)) return misses(plan, change, 'OldImage');
  return change;
}

function misses(
  { view }: DecodePlan,
  change: WireChange,
  name: 'SequenceNumber' | 'Keys' | 'NewImage' | 'OldImage',
): never {
  const camelCase = name.charAt(0).toLowerCase() + name.slice(1);
  const path = ['dynamodb', name];
  if (camelCase in change) fault('camel-case', name, camelCase, { path: ['dynamodb'] });
  if (name === 'SequenceNumber') fault('sequence-number', 'a string of 1 to 40 digits', change[name], { path });
  const says = describeValue(change.StreamViewType);
  fault('missing', `the attributes that a ${view} stream has (the record says ${says})`, change[name], { path });
}

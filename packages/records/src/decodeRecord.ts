import { DecodedRecord, type DecodePlan, type Part } from './decodedRecord.ts';
import { describeValue } from './describeValue.ts';
import { decodeError, fault } from './fault.ts';
import { isObject } from './isObject.ts';
import { isSequenceNumber } from './sequenceNumber.ts';
import type { WireRecord } from './wireRecord.ts';

/** Decodes one record by a plan. Answers `undefined` only when the plan skips records of unknown entities. */
export function decodeRecord(plan: DecodePlan, wire: WireRecord): DecodedRecord | undefined {
  let parts: readonly Part[];
  try {
    parts = checkedParts(plan, wire);
  } catch (error) {
    throw decodeError(error, wire);
  }
  const record = new DecodedRecord(plan, wire, parts);
  if (!record.identify()) return undefined;
  if (plan.eager) void [record.keys, record.newImage, record.oldImage, record.createdAt];
  return record;
}

// Whatever the types of the definition promise is checked here, on every record: only the images' contents may wait.
function checkedParts({ parts, view }: DecodePlan, wire: WireRecord): readonly Part[] {
  const { eventName, dynamodb: change } = isObject(wire) ? wire : fault('not-a-record', 'a stream record', wire);
  const path: PropertyKey[] = ['dynamodb'];
  if (!isObject(change)) return fault('not-a-record', 'the change of a stream record', change, path);
  const expected = parts.get(eventName) ?? fault('event-name', 'INSERT, MODIFY or REMOVE', eventName, ['eventName']);
  for (const name of expected) {
    const value = change[name];
    const isNumber = name === 'SequenceNumber';
    if (isNumber ? isSequenceNumber(value) : isObject(value)) continue;
    const camelCase = name.charAt(0).toLowerCase() + name.slice(1);
    if (camelCase in change) fault('camel-case', name, camelCase, path);
    path.push(name);
    if (isNumber) fault('sequence-number', 'a string of 1 to 40 digits', value, path);
    const says = describeValue(change.StreamViewType);
    fault('missing', `the attributes that a ${view} stream has (the record says ${says})`, value, path);
  }
  return expected;
}

import type { EffectEvent } from '@millrace/simulator';
import { isDeepStrictEqual } from 'node:util';
import { objectsIn } from './heldItem.ts';

/** Whether two writes of one name change different items of a table: the order of those does not matter. */
export function changeOtherItems(one: EffectEvent, other: EffectEvent, state: unknown): boolean {
  const [call, otherCall] = [Object(one.call), Object(other.call)] as readonly Readonly<Record<string, unknown>>[];
  if (call?.['Key'] !== undefined) return !isDeepStrictEqual(call['Key'], otherCall?.['Key']);
  // A put does not say what of its item is the key. Where both are there in the end, neither took the place of the other.
  const [item, otherItem] = [call?.['Item'], otherCall?.['Item']];
  if (item === undefined || otherItem === undefined) return false;
  const held = objectsIn(Object(Object(state).dynamodb)[String(call?.['TableName'])], 4);
  return [item, otherItem].every((wanted) => held.some((each) => isDeepStrictEqual(each, wanted)));
}

import { isBytes } from '../words/ofAnyRealm.ts';
import { encodeBase64 } from './encodeBase64.ts';
import type { WireRecord } from './wireRecord.ts';

/** The `Keys` of a wire record, in either spelling of AttributeValue (`@types/aws-lambda` or the AWS SDK). */
export type WireKeys = Readonly<Record<string, unknown>>;

/**
 * A canonical text for the item a record is about: the same for the same item, whatever the order of its key
 * attributes and whether it came from Lambda or from the Streams API.
 *
 * @example
 * itemKey(record); // '{"line":{"N":"2"},"orderId":{"S":"o-1"}}'
 */
export function itemKey(record: { readonly raw: WireRecord }): string {
  return keyOf(record.raw.dynamodb?.Keys ?? {});
}

/**
 * {@link itemKey} for the `Keys` of a wire record (attribute values with their type letters). Keys are at most two
 * scalar attributes, of type S, N or B; numbers are compared as the text DynamoDB stores, which is already normalised.
 *
 * @example
 * keyOf({ orderId: { S: 'o-1' }, line: { N: '2' } }); // '{"line":{"N":"2"},"orderId":{"S":"o-1"}}'
 */
export function keyOf(keys: WireKeys): string {
  const names = Object.keys(keys);
  // There are one or two, so often there is nothing to sort, and to see that is quicker than to sort.
  if (names.length > 2 || (names[0] as string) > (names[1] as string)) names.sort();
  let text = '{';
  for (const name of names) text += `${text === '{' ? '' : ','}${JSON.stringify(name)}:${valueText(keys[name])}`;
  // Joined into one text: V8 keeps one that is added up as a chain of its pieces, and keys are kept by the thousand.
  return [text, '}'].join('');
}

function valueText(value: unknown): string {
  const { S: text, N: number, B: bytes } = Object(value) as Readonly<Record<'S' | 'N' | 'B', unknown>>;
  if (typeof text === 'string' && Object.hasOwn(value as object, 'S')) return `{"S":${JSON.stringify(text)}}`;
  if (typeof number === 'string' && Object.hasOwn(value as object, 'N')) return `{"N":${JSON.stringify(number)}}`;
  // Only the SDK has bytes; in Lambda they are base64.
  return isBytes(bytes) ? `{"B":${JSON.stringify(encodeBase64(bytes))}}` : JSON.stringify(value);
}

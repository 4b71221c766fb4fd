import { isBytes } from '../words/ofAnyRealm.ts';
import { parseDecimal } from './parseDecimal.ts';
import { encodeBase64 } from './encodeBase64.ts';
import { tagOf } from './tags.ts';

/**
 * A text that two marshalled values share exactly when DynamoDB takes them for equal: whatever the order of the
 * elements of a set or the attributes of a map, however a number is written, whether binary is bytes or base64.
 */
export function canonicalValue(attribute: unknown): string {
  // Nothing of a polluted Object.prototype is an attribute.
  const held: Readonly<Record<string, unknown>> = { __proto__: null, ...Object(attribute) };
  const tag = tagOf(held);
  if (tag === undefined) return '';
  const value = held[tag];
  if (tag === 'M') return `{${entries(value).join()}}`;
  if (tag === 'L' && Array.isArray(value)) return `[${value.map(canonicalValue).join()}]`;
  const scalars = Array.isArray(value) ? value.map((element) => scalar(tag, element)).sort() : scalar(tag, value);
  return `${tag}:${JSON.stringify(scalars)}`;
}

function entries(map: unknown): string[] {
  return Object.entries(Object(map) as object)
    .map(([name, value]) => `${JSON.stringify(name)}:${canonicalValue(value)}`)
    .sort();
}

function scalar(tag: string, value: unknown): string {
  if (isBytes(value)) return encodeBase64(value);
  const decimal = tag.startsWith('N') ? parseDecimal(String(value)) : undefined;
  return String(decimal ?? value);
}

import type { AttributeValue } from 'aws-lambda';
import { parseDecimal } from '../wire/parseDecimal.ts';

/** The size DynamoDB reckons for a marshalled item, in bytes: names and values in UTF-8, numbers by their digits. */
export function itemSize(image: Readonly<Record<string, AttributeValue>>): number {
  return sum(Object.entries(image), ([name, value]) => textSize(name) + valueSize(value));
}

function valueSize(attribute: AttributeValue): number {
  const [[tag, value] = ['', true]] = Object.entries(attribute);
  if (typeof value === 'boolean') return 1;
  // A list or map costs three bytes, and one more for each element.
  if (tag === 'M') return 3 + Object.keys(value).length + itemSize(value);
  if (tag === 'L') return 3 + value.length + sum(value, valueSize);
  return sum([value].flat(), tag.startsWith('B') ? binarySize : tag.startsWith('N') ? numberSize : textSize);
}

/** The sum of the sizes of some values. */
export function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}

function textSize(text: string): number {
  return new TextEncoder().encode(text).length;
}

function binarySize(base64: string): number {
  return atob(base64).length;
}

// Two digits a byte and one for the exponent; a minus costs one more.
function numberSize(text: string): number {
  const [sign, digits] = parseDecimal(text) ?? ['', ''];
  return Math.ceil(digits.length / 2) + 1 + sign.length;
}

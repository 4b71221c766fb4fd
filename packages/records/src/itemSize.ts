import type { AttributeValue } from 'aws-lambda';
import { parseDecimal } from './decimalText.ts';

/** The size DynamoDB reckons for a marshalled item, in bytes: names and values in UTF-8, numbers by their digits. */
export function itemSize(image: Readonly<Record<string, AttributeValue>> | undefined): number {
  let size = 0;
  for (const name in image) size += utf8Length(name) + valueSize(image[name] ?? {});
  return size;
}

function valueSize(value: Partial<AttributeValue>): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return binarySize(value.B);
  if (value.SS !== undefined) return sum(value.SS, utf8Length);
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.BS !== undefined) return sum(value.BS, binarySize);
  // A list or map costs three bytes, and one more for each element.
  if (value.L !== undefined) return 3 + sum(value.L, (element) => 1 + valueSize(element));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function binarySize(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

// Two digits a byte and one for the exponent; a sign costs one more.
function numberSize(text: string): number {
  const decimal = parseDecimal(text);
  return decimal === undefined ? 1 : Math.ceil(decimal.digits.length / 2) + 1 + decimal.sign.length;
}

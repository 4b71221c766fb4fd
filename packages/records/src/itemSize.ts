import type { AttributeValue } from 'aws-lambda';
import { parseDecimal } from './decimalText.ts';

/** The size DynamoDB reckons for a marshalled item, in bytes: names and values in UTF-8, numbers by their digits. */
export function itemSize(image: Readonly<Record<string, AttributeValue>> = {}): number {
  return sum(Object.entries(image), ([name, value]) => textSize(name) + valueSize(value));
}

function valueSize({ S, N, B, SS, NS, BS, L, M }: AttributeValue): number {
  // A list or map costs three bytes, and one more for each element.
  if (M) return 3 + Object.keys(M).length + itemSize(M);
  if (L) return 3 + L.length + sum(L, valueSize);
  // Of all others only one is there; NULL and BOOL cost one byte.
  const texts = SS ?? (S === undefined ? [] : [S]);
  const numbers = NS ?? (N === undefined ? [] : [N]);
  const binaries = BS ?? (B === undefined ? [] : [B]);
  const elements = texts.length + numbers.length + binaries.length;
  return elements === 0 ? 1 : sum(texts, textSize) + sum(numbers, numberSize) + sum(binaries, binarySize);
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}

function textSize(text: string): number {
  return new TextEncoder().encode(text).length;
}

function binarySize(base64: string): number {
  return Math.floor(base64.replace(/=+$/, '').length * 0.75);
}

// Two digits a byte and one for the exponent; a minus costs one more.
function numberSize(text: string): number {
  const { digits, sign } = parseDecimal(text) ?? { digits: '', sign: '' };
  return Math.ceil(digits.length / 2) + 1 + sign.length;
}

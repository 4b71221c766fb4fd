import { isFields } from '../fields.ts';
import type { Fields } from '../fields.ts';

/** An answer of DynamoDB for protocols that have bytes: each attribute's `B` and `BS` from base64. */
export function attributeBytes(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, withBytes(name, value)]));
}

function withBytes(name: string, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((element: unknown) => (name === 'BS' ? bytesOf(element) : withBytes('', element)));
  if (name === 'B') return bytesOf(value);
  // An attribute may be called B as well; its value is no text.
  return isFields(value) ? attributeBytes(value) : value;
}

function bytesOf(value: unknown): unknown {
  if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'base64'));
  return isFields(value) ? attributeBytes(value) : value;
}

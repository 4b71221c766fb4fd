import { types } from 'node:util';
import { cbor, dateToTag } from '@smithy/core/cbor';
import { isFields } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { fieldsOf } from '../fields.ts';

/** Fields as CBOR: bytes stay bytes, dates become times with their tag; what is undefined is left out. */
export function cborOf(fields: Fields): Uint8Array {
  return Uint8Array.from(cbor.serialize(taggedOf(fields)));
}

/** The fields of a body in CBOR, as JSON has them: bytes in base64, times in seconds. */
export function cborInput(body: Uint8Array): Fields {
  return body.length === 0 ? {} : fieldsOf(plainOf(cbor.deserialize(body)));
}

function taggedOf(value: unknown): unknown {
  if (types.isDate(value)) return dateToTag(value);
  if (Array.isArray(value)) return value.map(taggedOf);
  if (!isFields(value)) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([name, inner]) => [name, taggedOf(inner)]));
}

function plainOf(value: unknown): unknown {
  if (types.isUint8Array(value)) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value === 'bigint') return Number(value);
  if (!isFields(value)) return value;
  if ('tag' in value && 'value' in value && Object.keys(value).length === 2) return plainOf(value['value']);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainOf(inner)]));
}

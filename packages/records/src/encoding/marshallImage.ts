import { isArrayBuffer, isMap, isSet } from '../words/ofAnyRealm.ts';
import type { AttributeValue } from 'aws-lambda';
import { EncodeError } from './encodeError.ts';
import { encodeBase64 } from '../wire/encodeBase64.ts';
import { parseDecimal, plainDigits } from '../wire/parseDecimal.ts';

type Path = readonly PropertyKey[];

/**
 * Marshals an item the way Lambda delivers it: binary as base64 text, numbers as plain digits. Properties that are
 * `undefined` are left out. Throws an {@link EncodeError} for what DynamoDB cannot hold.
 */
export function marshallImage(item: object, path: Path = []): Record<string, AttributeValue> {
  const entries: readonly (readonly [string, unknown])[] = isMap(item)
    ? ([...item] as [string, unknown][])
    : Object.entries(item);
  // `fromEntries` defines properties, so that `__proto__` is one like any other.
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, marshallValue(value, [...path, name])]),
  );
}

function marshallValue(value: unknown, path: Path): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number' || typeof value === 'bigint') return { N: numberText(value, path) };
  if (typeof value === 'object') {
    if (isNumberValue(value)) return { N: numberText(value, path) };
    if (isArrayBuffer(value) || ArrayBuffer.isView(value)) {
      const { buffer = value, byteOffset, byteLength } = value as Partial<ArrayBufferView>;
      return { B: encodeBase64(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)) };
    }
    if (isSet(value)) return marshallSet(value, path);
    // The path of a value inside 32 lists and maps has 33 steps.
    if (path.length > 32) invalid(path, 'at most 32 levels', 'more');
    if (Array.isArray(value))
      return { L: Array.from(value, (element: unknown, index) => marshallValue(element, [...path, index])) };
    // By its text, not its prototype: the item may come from another realm, as under Jest.
    if (isMap(value) || Object.prototype.toString.call(value) === '[object Object]') {
      return { M: marshallImage(value, path) };
    }
  }
  return invalid(path, 'a value that DynamoDB has a type for', value);
}

/** A `NumberValue`, from whichever copy of this package, or the SDK's class of that name. */
function isNumberValue(value: object): boolean {
  return 'toAttributeValue' in value || value.constructor?.name === 'Number';
}

function marshallSet(values: ReadonlySet<unknown>, path: Path): AttributeValue {
  let tag = '';
  const texts = [...values].map((value) => {
    const attribute: Readonly<Record<string, unknown>> = { ...marshallValue(value, path) };
    tag ||= Object.keys(attribute).join();
    const text = attribute[tag];
    // What a set can hold is text when it is marshalled.
    return typeof text === 'string' ? text : invalid(path, 'elements of one type', value);
  });
  return tag === '' ? invalid(path, 'a set with elements', values) : ({ [`${tag}S`]: texts } as AttributeValue);
}

// DynamoDB keeps 38 digits and magnitudes from 1e-130 to below 1e126, and writes them without exponents.
function numberText(value: { toString(): string }, path: Path): string {
  const decimal = parseDecimal(value.toString()) ?? invalid(path, 'a finite number', value);
  const [, { length }, exponent] = decimal;
  const magnitude = exponent + length;
  if (length > 38 || magnitude > 126 || magnitude < -129) invalid(path, 'a number DynamoDB can hold', value);
  return plainDigits(decimal);
}

function invalid(path: Path, expected: string, value: unknown): never {
  throw new EncodeError(path, expected, value);
}

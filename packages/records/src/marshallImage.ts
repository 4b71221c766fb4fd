import type { AttributeValue } from 'aws-lambda';
import { parseDecimal } from './parseDecimal.ts';
import { EncodeError } from './encodeError.ts';
import { encodeBase64 } from './encodeBase64.ts';

type Path = readonly PropertyKey[];

/**
 * Marshals an item the way Lambda delivers it: binary as base64 text, numbers as plain digits. Properties that are
 * `undefined` are left out. Throws an {@link EncodeError} for what DynamoDB cannot hold.
 */
export function marshallImage(item: object, path: Path = []): Record<string, AttributeValue> {
  const entries = item instanceof Map ? [...item] : Object.entries(item);
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
  const number = numberText(value, path);
  if (number !== undefined) return { N: number };
  const binary = base64(value);
  if (binary !== undefined) return { B: binary };
  if (value instanceof Set) return marshallSet([...value], path);
  // The path of a value inside 32 lists and maps has 33 steps.
  if (path.length > 32) invalid(path, 'at most 32 levels', 'more');
  if (Array.isArray(value)) return { L: value.map((element, index) => marshallValue(element, [...path, index])) };
  // By its text, not its prototype: the item may come from another realm, as under Jest.
  if (value instanceof Map || Object.prototype.toString.call(value) === '[object Object]') {
    return { M: marshallImage(value as object, path) };
  }
  return invalid(path, 'a value that DynamoDB has a type for', value);
}

function marshallSet(values: readonly unknown[], path: Path): AttributeValue {
  const all = <T>(read: (value: unknown) => T | undefined): T[] =>
    values.map((value) => read(value) ?? invalid(path, 'elements of one type', value));
  const [first] = values;
  if (first === undefined) return invalid(path, 'a set with elements', 'none');
  if (typeof first === 'string') return { SS: all((value) => (typeof value === 'string' ? value : undefined)) };
  return base64(first) === undefined ? { NS: all((value) => numberText(value, path)) } : { BS: all(base64) };
}

function base64(value: unknown): string | undefined {
  if (ArrayBuffer.isView(value)) return encodeBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  return value instanceof ArrayBuffer ? encodeBase64(new Uint8Array(value)) : undefined;
}

// DynamoDB keeps 38 digits and magnitudes from 1e-130 to below 1e126, and writes them without exponents.
function numberText(value: unknown, path: Path): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && !isNumberValue(value)) return undefined;
  const { sign, digits, exponent } = parseDecimal(value.toString()) ?? invalid(path, 'a finite number', value);
  const magnitude = exponent + digits.length;
  if (digits.length > 38 || magnitude > 126 || magnitude < -129) invalid(path, 'a number DynamoDB can hold', value);
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function isNumberValue(value: unknown): value is { toString(): string } {
  return typeof value === 'object' && value !== null && 'toAttributeValue' in value;
}

function invalid(path: Path, expected: string, value: unknown): never {
  throw new EncodeError(path, expected, value);
}

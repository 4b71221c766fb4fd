import type { AttributeValue } from 'aws-lambda';
import { parseDecimal } from './decimalText.ts';
import { EncodeError } from './encodeError.ts';
import { encodeBase64 } from './encodeBase64.ts';

const deepest = 32;

/**
 * Marshals an item the way Lambda delivers it: binary as base64 text, numbers as plain digits. Properties that are
 * `undefined` are left out. Throws an {@link EncodeError} for what DynamoDB cannot hold.
 */
export function marshallImage(item: object, depth = 0): Record<string, AttributeValue> {
  const image: Record<string, AttributeValue> = {};
  for (const [name, value] of item instanceof Map ? item : Object.entries(item)) {
    if (value === undefined) continue;
    // A plain assignment to `__proto__` would change the object instead of adding to it.
    Object.defineProperty(image, name, {
      value: within(name, () => marshallValue(value, depth)),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return image;
}

function marshallValue(value: unknown, depth: number): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
    case 'bigint':
      return { N: numberText(value) };
    case 'object':
      return value === null ? { NULL: true } : marshallObject(value, depth);
    default:
      throw new EncodeError('a value DynamoDB can hold', value);
  }
}

function marshallObject(value: object, depth: number): AttributeValue {
  const bytes = bytesOf(value);
  if (bytes !== undefined) return { B: encodeBase64(bytes) };
  if (value instanceof Set) return marshallSet([...value]);
  if (isNumberValue(value)) return { N: numberText(value) };
  if (depth === deepest) throw new EncodeError(`at most ${deepest} levels of nesting`, 'more');
  if (Array.isArray(value)) {
    return { L: value.map((element, index) => within(index, () => marshallValue(element, depth + 1))) };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // The constructor's name, not its identity: the item may come from another realm, as under Jest.
  if (
    value instanceof Map ||
    prototype === null ||
    value.constructor?.name === 'Object' ||
    Object.hasOwn(value, 'constructor')
  ) {
    return { M: marshallImage(value, depth + 1) };
  }
  throw new EncodeError('a plain object, list, set, binary or NumberValue', `a ${value.constructor?.name}`);
}

function marshallSet(values: readonly unknown[]): AttributeValue {
  const [first] = values;
  if (first === undefined) throw new EncodeError('a set that is not empty', 'an empty one');
  if (typeof first === 'string')
    return { SS: values.map((value) => (typeof value === 'string' ? value : mixed(value))) };
  if (bytesOf(first) !== undefined) return { BS: values.map((value) => encodeBase64(bytesOf(value) ?? mixed(value))) };
  return { NS: values.map(numberText) };
}

function mixed(value: unknown): never {
  throw new EncodeError('elements of one type in a set', value);
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

function isNumberValue(value: object): value is { readonly value: string } {
  return 'toAttributeValue' in value;
}

// DynamoDB keeps 38 digits and magnitudes from 1e-130 to below 1e126, and writes them without exponents.
function numberText(value: unknown): string {
  const decimal = typeof value === 'string' ? undefined : parseDecimal(String(value));
  if (decimal === undefined) throw new EncodeError('a finite number', value);
  const { sign, digits, exponent } = decimal;
  const magnitude = exponent + digits.length;
  if (digits.length > 38 || magnitude > 126 || magnitude < -129) {
    throw new EncodeError('a number of at most 38 digits between 1e-130 and 1e126', value);
  }
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function within<T>(name: PropertyKey, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodeError) error.path.unshift(name);
    throw error;
  }
}

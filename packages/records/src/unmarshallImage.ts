import { decodeBase64 } from './decodeBase64.ts';
import { fault, located } from './fault.ts';

/** Reads the text of a number; `undefined` when it is none. */
export type ToNumber = (text: string) => unknown;

/** DynamoDB nests lists and maps up to 32 levels deep. */
const deepest = 32;

// V8 gives what a constructor makes room for the properties that earlier ones turned out to need, where `{}` has room
// for four and grows. To everybody else these are plain objects: their prototype is that of `{}`.
function Item(): void {}
Item.prototype = Object.prototype;
const NewItem: new () => Record<string, unknown> = Item as never;

/**
 * Turns a marshalled image into a plain object, or throws a fault with the path inside the image.
 *
 * Attribute names are data: `__proto__` becomes an own property like any other.
 */
export function unmarshallImage(image: object, toNumber: ToNumber, depth = 0): Record<string, unknown> {
  const item = new NewItem();
  let name = '';
  try {
    for (name in image) {
      const value = unmarshallValue((image as Readonly<Record<string, unknown>>)[name], toNumber, depth);
      if (name !== '__proto__') item[name] = value;
      // Assigning would replace the prototype.
      else Object.defineProperty(item, name, { value, writable: true, enumerable: true, configurable: true });
    }
  } catch (error) {
    throw located(error, name);
  }
  return item;
}

function unmarshallValue(attribute: unknown, toNumber: ToNumber, depth: number): unknown {
  // Lists are told apart below, when their indexes turn out to be no type tags: that is one question less each time.
  if (typeof attribute !== 'object' || attribute === null) return unmarshalled(attribute);
  let tag = '';
  try {
    for (tag in attribute) {
      const value = (attribute as Readonly<Record<string, unknown>>)[tag];
      // The SDK's types allow {"S":undefined,"N":"1"}. The first tag that is there counts, as in util-dynamodb.
      if (value === undefined) continue;
      switch (tag) {
        case 'S':
          return text(value);
        case 'N':
          return number(value, toNumber);
        case 'BOOL':
          return boolean(value);
        case 'NULL':
          boolean(value);
          return null;
        case 'M':
          return unmarshallImage(isObject(value) ? value : fault('value', 'a map', value), toNumber, deeper(depth));
        case 'L':
          return each(value, unmarshallValue, toNumber, deeper(depth));
        case 'B':
          return bytes(value);
        case 'SS':
          return new Set(each(value, text, toNumber, depth));
        case 'NS':
          return new Set(each(value, number, toNumber, depth));
        case 'BS':
          return new Set(each(value, bytes, toNumber, depth));
        default:
          return Array.isArray(attribute) ? unmarshalled(attribute) : unknownTag(tag);
      }
    }
  } catch (error) {
    throw located(error, tag);
  }
  return fault('type-tag', 'a type tag', attribute);
}

function unmarshalled(attribute: unknown): never {
  return fault('unmarshalled', 'an attribute value like {"S":"text"} (this image is unmarshalled already)', attribute);
}

function unknownTag(tag: string): never {
  return /^([nsb]s?|[ml]|bool|null)$/i.test(tag)
    ? fault('camel-case', tag.toUpperCase(), tag)
    : fault('type-tag', 'one of S N B BOOL NULL M L SS NS BS', tag);
}

function each<T>(
  values: unknown,
  read: (value: unknown, toNumber: ToNumber, depth: number) => T,
  toNumber: ToNumber,
  depth: number,
): T[] {
  if (!Array.isArray(values)) fault('value', 'a list', values);
  let at = 0;
  // A copy has the right length from the start; growing an empty list would leave room for 17.
  const list: unknown[] = values.slice();
  try {
    for (; at < list.length; at++) list[at] = read(list[at], toNumber, depth);
  } catch (error) {
    throw located(error, at);
  }
  return list as T[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : fault('value', 'a string', value);
}

function boolean(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fault('value', 'a boolean', value);
}

function number(value: unknown, toNumber: ToNumber): unknown {
  return toNumber(text(value)) ?? fault('number', 'the text of a number', value);
}

function bytes(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : (decodeBase64(text(value)) ?? fault('base64', 'padded base64', value));
}

function deeper(depth: number): number {
  return depth < deepest ? depth + 1 : fault('too-deep', `at most ${deepest} levels`, 'more');
}

/** Whether a value is an object that can be a map: not a list, not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

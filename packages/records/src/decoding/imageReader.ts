import { isBytes } from '../words/ofAnyRealm.ts';
import { decodeBase64 } from '../wire/decodeBase64.ts';
import { deepestLevel } from '../wire/deepestLevel.ts';
import { fault, located } from './fault.ts';
import { isObject } from '../words/isObject.ts';
import { shapeReaders, type ValueReader } from './shapeReaders.ts';
import { tagOf, tags } from '../wire/tags.ts';

/** Reads the text of a number; `undefined` when it is none. */
export type ToNumber = (text: string) => unknown;

type Attributes = Record<string, unknown>;

// V8 gives what a constructor makes room for the properties that earlier ones turned out to need, where `{}` has room
// for four and grows. To everybody else these are plain objects: their prototype is that of `{}`.
const Item: new () => Attributes = function () {} as never;
Item.prototype = Object.prototype;

/**
 * Makes the function that turns a marshalled image into a plain object, or throws a fault with the path inside the image.
 *
 * Attribute names are data: `__proto__` becomes an own property like any other.
 */
export function imageReader(toNumber: ToNumber): (image: object) => Attributes {
  const readFrequent = shapeReaders(readNumber, readValue, readList);

  // Whether a library has put an enumerable property on Object.prototype, which `for…in` then meets in every object. The
  // code for a shape meets it too, and leaves the image to the loop.
  let isPolluted = false;

  return (image) => readMap(image, 0);

  function readMap(image: object, depth: number): Attributes {
    const frequent = readFrequent(image, depth);
    if (frequent !== undefined) return frequent;
    isPolluted = false;
    for (const name in Object.prototype) isPolluted = name >= '';
    let item = new Item();
    let name = '';
    try {
      for (name in image) {
        if (isPolluted && !Object.hasOwn(image, name)) continue;
        const value = readValue((image as Attributes)[name], depth);
        if (name !== '__proto__') item[name] = value;
        // Assigning would replace the prototype; in brackets, it is a name like any other.
        else item = { ...item, ['__proto__']: value };
      }
    } catch (error) {
      throw located(error, name);
    }
    return item;
  }

  function readValue(attribute: unknown, depth: number): unknown {
    if (!isObject(attribute)) {
      const expected = 'an attribute value like {"S":"text"} (this image is unmarshalled already)';
      return fault('unmarshalled', expected, attribute);
    }
    let tag: string | undefined;
    let isOnly = true;
    for (const name in attribute) {
      if (isPolluted && !Object.hasOwn(attribute, name)) continue;
      const value = attribute[name];
      // Most values are text, which need not be looked up, and no tag counts before it.
      if (name === 'S' && typeof value === 'string') return value;
      // The SDK's types allow {"S":undefined,"N":"1"}.
      if (value !== undefined) {
        isOnly = tag === undefined;
        tag ??= name;
      }
    }
    // Of several one counts; asking once is enough, however many there are.
    if (!isOnly) tag = tagOf(attribute);
    if (tag === undefined) return fault('type-tag', 'a type tag', attribute);
    try {
      return readTagged(tag, attribute[tag], depth);
    } catch (error) {
      throw located(error, tag);
    }
  }

  function readList(values: unknown, read: ValueReader, depth: number): unknown {
    try {
      return each(values, read, depth);
    } catch (error) {
      throw located(error, 'L');
    }
  }

  function readNumber(text: string): unknown {
    try {
      return number(text);
    } catch (error) {
      throw located(error, 'N');
    }
  }

  function readTagged(tag: string, value: unknown, depth: number): unknown {
    switch (tag) {
      case 'S':
        return text(value);
      case 'N':
        return number(value);
      case 'BOOL':
        return boolean(value);
      case 'NULL':
        boolean(value);
        return null;
      case 'M':
      case 'L':
        if (depth === deepestLevel) fault('too-deep', 'at most 32 levels', 'more');
        if (tag === 'L') return each(value, readValue, depth + 1);
        return readMap(isObject(value) ? value : fault('value', 'a map', value), depth + 1);
      case 'B':
        return bytes(value);
      case 'SS':
      case 'NS':
      case 'BS':
        return new Set(each(value, tag === 'SS' ? text : tag === 'NS' ? number : bytes, depth));
      default:
        return unknownTag(tag);
    }
  }

  function number(value: unknown): unknown {
    return toNumber(text(value)) ?? fault('number', 'the text of a number', value);
  }
}

function unknownTag(tag: string): never {
  const upperCase = tag.toUpperCase();
  return tags.includes(upperCase)
    ? fault('camel-case', upperCase, tag)
    : fault('type-tag', `one of ${tags.join(' ')}`, tag);
}

function each(values: unknown, read: ValueReader, depth: number): unknown[] {
  if (!Array.isArray(values)) fault('value', 'a list', values);
  let at = 0;
  // A copy has the right length from the start; growing an empty list would leave room for 17.
  const list: unknown[] = values.slice();
  try {
    for (; at < list.length; at++) list[at] = read(list[at], depth);
  } catch (error) {
    throw located(error, at);
  }
  return list;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : fault('value', 'a string', value);
}

function boolean(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fault('value', 'a boolean', value);
}

function bytes(value: unknown): Uint8Array {
  return isBytes(value) ? value : (decodeBase64(text(value)) ?? fault('base64', 'padded base64', value));
}

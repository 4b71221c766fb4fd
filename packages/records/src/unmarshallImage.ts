import { decodeBase64 } from './decodeBase64.ts';
import { Fault, located } from './fault.ts';

/** DynamoDB nests lists and maps up to 32 levels deep. */
const deepest = 32;

/**
 * Turns a marshalled image into a plain object. Throws a {@link Fault} that carries the path inside the image.
 *
 * Attribute names are data: `__proto__` becomes an own property like any other.
 */
export function unmarshallImage(
  image: object,
  toNumber: (text: string) => unknown,
  depth = 0,
): Record<string, unknown> {
  const attributes = image as Readonly<Record<string, unknown>>;
  const item: Record<string, unknown> = {};
  let name = '';
  try {
    for (name in attributes) {
      const value = unmarshallValue(attributes[name], toNumber, depth);
      if (name === '__proto__') {
        Object.defineProperty(item, name, { value, writable: true, enumerable: true, configurable: true });
      } else {
        item[name] = value;
      }
    }
  } catch (error) {
    throw located(error, name);
  }
  return item;
}

function unmarshallValue(attribute: unknown, toNumber: (text: string) => unknown, depth: number): unknown {
  if (typeof attribute !== 'object' || attribute === null || Array.isArray(attribute)) {
    throw new Fault(
      'unmarshalled',
      'an attribute value such as {"S":"text"} (is the image unmarshalled already?)',
      attribute,
    );
  }
  const tagged = attribute as Readonly<Record<string, unknown>>;
  let tag = '';
  let found: string | undefined;
  for (tag in tagged) {
    // The SDK's types allow {"S":"text","N":undefined}.
    if (tagged[tag] === undefined) continue;
    if (found !== undefined) throw new Fault('type-tag', 'one type tag', `${found} and ${tag}`);
    found = tag;
  }
  if (found === undefined) throw new Fault('type-tag', 'a type tag', attribute);
  const value = tagged[found];
  try {
    switch (found) {
      case 'S':
        return textOf(value);
      case 'N':
        return numberOf(value, toNumber);
      case 'BOOL':
        if (typeof value !== 'boolean') throw new Fault('value', 'true or false', value);
        return value;
      case 'NULL':
        if (value !== true && value !== false) throw new Fault('value', 'true', value);
        return null;
      case 'M':
        if (typeof value !== 'object' || value === null || Array.isArray(value))
          throw new Fault('value', 'a map', value);
        return unmarshallImage(value, toNumber, deeper(depth));
      case 'L': {
        const inner = deeper(depth);
        return each(value, (element) => unmarshallValue(element, toNumber, inner));
      }
      case 'B':
        return bytesOf(value);
      case 'SS':
        return new Set(each(value, textOf));
      case 'NS':
        return new Set(each(value, (element) => numberOf(element, toNumber)));
      case 'BS':
        return new Set(each(value, bytesOf));
      default:
        throw /^[a-z]+$/.test(found)
          ? new Fault('camel-case', 'an upper-case type tag', found)
          : new Fault('type-tag', 'one of S N B BOOL NULL M L SS NS BS', found);
    }
  } catch (error) {
    throw located(error, found);
  }
}

function each<T>(values: unknown, read: (value: unknown) => T): T[] {
  if (!Array.isArray(values)) throw new Fault('value', 'a list', values);
  const list: T[] = [];
  let at = 0;
  try {
    for (; at < values.length; at++) list.push(read(values[at]));
  } catch (error) {
    throw located(error, at);
  }
  return list;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Fault('value', 'a string', value);
  return value;
}

function numberOf(value: unknown, toNumber: (text: string) => unknown): unknown {
  const number = toNumber(typeof value === 'string' ? value : textOf(value));
  if (number === undefined) throw new Fault('number', 'the text of a number', value);
  return number;
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const bytes = decodeBase64(textOf(value));
  if (bytes === undefined) throw new Fault('base64', 'padded base64', value);
  return bytes;
}

function deeper(depth: number): number {
  if (depth === deepest) throw new Fault('too-deep', `at most ${deepest} levels of nesting`, 'more');
  return depth + 1;
}

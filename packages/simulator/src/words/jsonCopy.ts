import { notPlain, Place, tally } from './place.ts';

/** A copy, and how long its JSON is at most, in bytes of UTF-8. */
export interface JsonCopy {
  readonly value: unknown;
  readonly bytesAtMost: number;
}

/**
 * What `JSON.parse(JSON.stringify(value))` answers, to the byte, several times as fast. Trees of plain objects, lists,
 * texts, numbers, booleans and null are copied here; for all else (a `toJSON`, an instance of a class, a bigint, a value
 * that holds itself) JSON itself is asked, and throws what it throws: what a getter answers must not depend on how often.
 */
export function jsonCopy(value: unknown): unknown {
  const copy = plainCopy(value);
  return copy === notPlain ? JSON.parse(JSON.stringify(value)) : copy;
}

/** The same, measured on the way. The measure is an upper bound: no character takes more than six bytes. */
export function measuredJsonCopy(value: unknown): JsonCopy {
  tally.characters = 0;
  const copy = plainCopy(value);
  if (copy !== notPlain) return { value: copy, bytesAtMost: 6 * tally.characters };
  const text = JSON.stringify(value);
  return { value: JSON.parse(text), bytesAtMost: 3 * text.length };
}

/** Where what is copied begins. */
const top = new Place();

function plainCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !isUntouched()) return notPlain;
  try {
    return copyOf(value, 0, top);
  } catch {
    return notPlain; // A getter threw, or a proxy that JSON asks less of.
  }
}

/** Deeper than this lies only what holds itself, or what JSON may as well copy. */
const deepest = 100;

/** Of a list that is made as long as it will be. */
const mostElements = 1000;

/** As many characters as a number may have, and the punctuation behind any value. */
const longestNumber = 25;

function copyOf(value: object, depth: number, place: Place | undefined): unknown {
  if (depth > deepest) return notPlain;
  if (Array.isArray(value)) return copyOfList(value, depth, place?.elements);
  const source = value as Readonly<Record<string, unknown>>;
  if (Object.getPrototypeOf(source) !== Object.prototype || source['toJSON'] !== undefined) return notPlain;
  const known = place?.copy(source, depth + 1);
  return known === undefined ? copyByLoop(source, depth, place) : known;
}

function copyByLoop(source: Readonly<Record<string, unknown>>, depth: number, place: Place | undefined): unknown {
  const copy: Record<string, unknown> = {};
  tally.characters += 1;
  for (const name in source) {
    tally.characters += name.length + 1;
    const copied = copyOfPart(source[name], depth + 1);
    if (copied === notPlain) return notPlain;
    if (copied === undefined) continue;
    if (name === '__proto__') define(copy, copied);
    else copy[name] = copied;
  }
  place?.learn(source, copyOfPart);
  return copy;
}

function copyOfList(list: readonly unknown[], depth: number, place: Place | undefined): unknown {
  if (Object.getPrototypeOf(list) !== Array.prototype || 'toJSON' in list) return notPlain;
  const { length } = list;
  // As long as it will be: one that grows takes room for 17. A list that is mostly holes has more than there is.
  // oxlint-disable-next-line unicorn/no-new-array -- what it warns of, one number taken for an element, is what is meant
  const copy: unknown[] = length <= mostElements ? new Array<unknown>(length) : [];
  tally.characters += 1;
  for (let index = 0; index < length; index++) {
    const copied = copyOfPart(list[index], depth + 1, place);
    if (copied === notPlain) return notPlain;
    copy[index] = copied ?? null;
  }
  return copy;
}

function copyOfPart(part: unknown, depth: number, place?: Place): unknown {
  return typeof part === 'object' && part !== null ? copyOf(part, depth, place) : copyOfScalar(part);
}

/** JSON has no NaN, no infinity, and no zero below zero; `undefined` for what it leaves out. */
function copyOfScalar(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      tally.characters += value.length + 1;
      return value;
    case 'number':
      tally.characters += longestNumber;
      return value === 0 ? 0 : Number.isFinite(value) ? value : null;
    case 'boolean':
    case 'object':
      tally.characters += 2;
      return value;
    case 'bigint':
      return notPlain;
    case 'function':
      // JSON takes it for an object where it has a `toJSON`, and leaves it out where it has none.
      tally.characters += 2;
      return Reflect.get(value, 'toJSON') === undefined ? undefined : notPlain;
    default:
      tally.characters += 2;
      return undefined;
  }
}

/** An assignment would set the prototype, where JSON makes a property. */
function define(copy: object, value: unknown): void {
  Object.defineProperty(copy, '__proto__', { value, writable: true, enumerable: true, configurable: true });
}

/** Whether nobody has taught the built-in objects another JSON, or given all objects a property that a loop finds. */
function isUntouched(): boolean {
  return (
    Object.keys(Object.prototype).length === 0 &&
    !('toJSON' in Object.prototype) &&
    !('toJSON' in String.prototype) &&
    !('toJSON' in Number.prototype) &&
    !('toJSON' in Boolean.prototype)
  );
}

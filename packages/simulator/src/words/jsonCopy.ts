/** A copy, and how long its JSON is at most, in bytes of UTF-8. */
export interface JsonCopy {
  readonly value: unknown;
  readonly bytesAtMost: number;
}

/**
 * What `JSON.parse(JSON.stringify(value))` answers, to the byte, several times as fast. Trees of plain objects, lists,
 * texts, numbers, booleans and null are copied here; for all else (a `toJSON`, an instance of a class, a bigint, a value
 * that holds itself) JSON itself is asked, and throws what it throws.
 */
export function jsonCopy(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && isUntouched()) {
    const copy = copyOf(value, 0);
    if (copy !== notPlain) return copy;
  }
  return JSON.parse(JSON.stringify(value));
}

/** The same, measured on the way. The measure is an upper bound: no character takes more than six bytes. */
export function measuredJsonCopy(value: unknown): JsonCopy {
  characters = 0;
  if (typeof value === 'object' && value !== null && isUntouched()) {
    const copy = copyOf(value, 0);
    if (copy !== notPlain) return { value: copy, bytesAtMost: 6 * characters };
  }
  const text = JSON.stringify(value);
  return { value: JSON.parse(text), bytesAtMost: 3 * text.length };
}

/** What the copy that is under way has come to, at most: a counter that all its functions share, for speed. */
let characters = 0;

/** Stands for what only JSON can copy. */
const notPlain = Symbol('not plain');

/** Deeper than this lies only what holds itself, or what JSON may as well copy. */
const deepest = 100;

/** As many characters as a number may have, and the punctuation behind any value. */
const longestNumber = 25;

function copyOf(value: object, depth: number): unknown {
  if (depth > deepest) return notPlain;
  if (Array.isArray(value)) return copyOfList(value, depth);
  const source = value as Readonly<Record<string, unknown>>;
  if (Object.getPrototypeOf(source) !== Object.prototype || source['toJSON'] !== undefined) return notPlain;
  let copy: Record<string, unknown> | undefined;
  characters += 1;
  for (const name in source) {
    const part = source[name];
    characters += name.length + 1;
    let copied: unknown = part;
    if (typeof part === 'string') characters += part.length + 1;
    else copied = typeof part === 'object' && part !== null ? copyOf(part, depth + 1) : copyOfScalar(part);
    if (copied === notPlain) return notPlain;
    if (copied === undefined) continue;
    if (copy === undefined) copy = beginning(name, copied);
    else if (name === '__proto__') define(copy, copied);
    else copy[name] = copied;
  }
  return copy ?? {};
}

/**
 * An object with its first property. Most objects of a record are values with one property, the name of its type: literals
 * for those are made faster than a property whose name may be any is stored.
 */
function beginning(name: string, value: unknown): Record<string, unknown> {
  switch (name) {
    case 'S':
      return { S: value };
    case 'N':
      return { N: value };
    case 'M':
      return { M: value };
    case 'L':
      return { L: value };
    case 'BOOL':
      return { BOOL: value };
    default: {
      const copy: Record<string, unknown> = {};
      if (name === '__proto__') define(copy, value);
      else copy[name] = value;
      return copy;
    }
  }
}

function copyOfList(list: readonly unknown[], depth: number): unknown {
  if (Object.getPrototypeOf(list) !== Array.prototype || 'toJSON' in list) return notPlain;
  const copy: unknown[] = [];
  characters += 1;
  for (let index = 0; index < list.length; index++) {
    const element = list[index];
    const copied = typeof element === 'object' && element !== null ? copyOf(element, depth + 1) : copyOfScalar(element);
    if (copied === notPlain) return notPlain;
    copy.push(copied ?? null);
  }
  return copy;
}

/** JSON has no NaN, no infinity, and no zero below zero; `undefined` for what it leaves out. */
function copyOfScalar(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      characters += value.length + 1;
      return value;
    case 'number':
      characters += longestNumber;
      return value === 0 ? 0 : Number.isFinite(value) ? value : null;
    case 'boolean':
    case 'object':
      characters += 2;
      return value;
    case 'bigint':
      return notPlain;
    default:
      characters += 2;
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

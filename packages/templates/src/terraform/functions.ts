import { isObject } from '@millrace/simulator';
import { OpenValue, openAmong, openIn } from '../values/openValue.ts';
import { scalarText } from '../values/scalarText.ts';

type Implementation = (...values: readonly unknown[]) => unknown;

/** Terraform's functions that mappings and what is around them use. */
const implementations: ReadonlyMap<string, Implementation> = new Map<string, Implementation>([
  ['jsonencode', (value) => JSON.stringify(sorted(value))],
  ['jsondecode', (text) => JSON.parse(String(text))],
  ['tostring', (value) => scalarText(value) ?? null],
  ['tonumber', (value) => Number(value)],
  ['tobool', (value) => value === true || value === 'true'],
  ['toset', (value) => (Array.isArray(value) ? [...new Set(value.map(String))].toSorted(inOrder) : value)],
  ['tolist', (value) => value],
  ['tomap', (value) => value],
  ['upper', (text) => String(text).toUpperCase()],
  ['lower', (text) => String(text).toLowerCase()],
  ['trimspace', (text) => String(text).trim()],
  ['join', (separator, list) => (Array.isArray(list) ? list.map(String).join(String(separator)) : new OpenValue([]))],
  ['split', (separator, text) => String(text).split(String(separator))],
  ['replace', (text, from, to) => String(text).replaceAll(String(from), () => String(to))],
  ['format', (text, ...values) => formatted(String(text), values)],
  ['concat', (...lists) => lists.flat(1)],
  ['flatten', (list) => (Array.isArray(list) ? list.flat(Number.POSITIVE_INFINITY) : list)],
  ['compact', (list) => (Array.isArray(list) ? list.filter((each) => each !== '' && each !== null) : list)],
  ['distinct', (list) => (Array.isArray(list) ? [...new Set(list)] : list)],
  ['length', (value) => (typeof value === 'string' ? value.length : Object.keys(Object(value)).length)],
  ['keys', (value) => Object.keys(Object(value)).toSorted(inOrder)],
  [
    'values',
    (value) =>
      Object.entries(Object(value))
        .toSorted(byKey)
        .map(([, each]) => each),
  ],
  ['merge', (...maps) => Object.assign({}, ...maps.filter(isObject))],
  ['min', (...numbers) => Math.min(...numbers.map(Number))],
  ['max', (...numbers) => Math.max(...numbers.map(Number))],
  ['contains', (list, value) => Array.isArray(list) && list.includes(value)],
]);

/** What a function of Terraform makes of values; open when one of them is, or the function is not known. */
export function called(name: string, values: readonly unknown[]): unknown {
  switch (name) {
    case 'try':
    case 'coalesce':
      return values.find((value) => !isMissing(value, name)) ?? openAmong(values) ?? null;
    case 'can':
      return !(values[0] instanceof OpenValue);
    case 'lookup': {
      const [map, key, otherwise] = values;
      const open = openAmong([map, key]);
      if (open) return open;
      return isObject(map) && Object.hasOwn(map, String(key)) ? map[String(key)] : (otherwise ?? new OpenValue([]));
    }
    case 'element': {
      const [list, index] = values;
      const open = openAmong([list, index]);
      if (open || !Array.isArray(list) || list.length === 0) return open ?? new OpenValue([]);
      return list[Number(index) % list.length];
    }
    case 'merge':
    case 'concat':
      break;
    default: {
      const open = openIn(values);
      if (open) return open;
    }
  }
  const open = openAmong(values);
  if (open) return open;
  try {
    return implementations.get(name)?.(...values) ?? new OpenValue([], `the function ${name}`);
  } catch {
    return new OpenValue([], `the function ${name}`);
  }
}

/** `try` passes over what is not there; what a deployment knows is there. */
function isMissing(value: unknown, name: string): boolean {
  if (value instanceof OpenValue) return name === 'try' && value.reason?.startsWith('there is no') === true;
  return name === 'coalesce' && (value === null || value === '');
}

/** Terraform writes the keys of an object in their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => sorted(element));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(byKey)
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return inOrder(a, b);
}

function formatted(text: string, values: readonly unknown[]): unknown {
  let next = 0;
  const result = text.replaceAll(/%[sdv%]/gu, (verb) => (verb === '%%' ? '%' : (scalarText(values[next++]) ?? '')));
  return result.includes('%') && /%[^sdv%]/u.test(text) ? new OpenValue([], 'the function format') : result;
}

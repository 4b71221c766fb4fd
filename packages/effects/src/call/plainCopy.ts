import { types } from 'node:util';
import { isErrorOfAnyRealm } from '@millrace/simulator';
const mostDepth = 10;
const mostEntries = 100;
const mostCharacters = 1000;

/**
 * A copy of what was asked for as plain data, so that a trace holds what was said and not what became of the object
 * later. It is bounded: long texts and lists are cut and say so.
 */
export function plainCopy(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return value.length <= mostCharacters ? value : `${value.slice(0, mostCharacters)}… (${value.length} characters)`;
    case 'bigint':
      return String(value);
    case 'function':
      return `(function ${value.name})`;
    case 'symbol':
      return String(value);
    case 'object':
      return value === null ? null : copyOf(value, depth);
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
  }
}

function copyOf(value: object, depth: number): unknown {
  if (depth >= mostDepth) return '…';
  if (Array.isArray(value)) return listCopy(value, depth);
  if (types.isUint8Array(value)) return `(${value.byteLength} bytes)`;
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (types.isSet(value)) return listCopy([...value], depth);
  if (types.isMap(value)) return plainCopy(Object.fromEntries(value), depth);
  if (isErrorOfAnyRealm(value)) return { name: value.name, message: value.message };
  if (isStream(value)) return '(stream)';
  const copy: Record<string, unknown> = {};
  let count = 0;
  for (const name of Object.keys(value)) {
    if (count++ === mostEntries) {
      copy['…'] = `${Object.keys(value).length - mostEntries} more`;
      break;
    }
    copy[name] = plainCopy((value as Record<string, unknown>)[name], depth + 1);
  }
  return copy;
}

function listCopy(list: readonly unknown[], depth: number): readonly unknown[] {
  // Of its size at once: a list that grows keeps room for more, and there may be a million.
  const copy = list.slice(0, mostEntries);
  for (let at = 0; at < copy.length; at++) copy[at] = plainCopy(list[at], depth + 1);
  if (list.length > mostEntries) copy.push(`… (${list.length - mostEntries} more)`);
  return copy;
}

/** Whether something can only be read once, so that to look into it would be to take it away. */
export function isStream(value: object): boolean {
  return 'pipe' in value || 'getReader' in value;
}

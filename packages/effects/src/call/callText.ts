import { types } from 'node:util';
import { isStream } from './plainCopy.ts';

/** A text or number somewhere in a call, and the name that it stands under. */
export interface Leaf {
  readonly name: string;
  readonly text: string;
}

const mostDepth = 12;
/** The attribute types of DynamoDB: what stands under them has the name of the attribute. */
const typeTags = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS']);

/**
 * A call of a client as a text, by which it is known when it comes again: names sorted, what is undefined left out, `stable`
 * asked for each text and number, which takes out what is new in this very run. Anything that a handler can pass is read: sets,
 * maps, dates and streams as well. What it finds on its way goes to `leaves`. Of a request of the wire see `requestText`.
 */
export function callText(value: unknown, stable: (text: string) => string, leaves: Leaf[]): string {
  return textOf(value, '', 0, stable, leaves);
}

function textOf(value: unknown, name: string, depth: number, stable: (text: string) => string, leaves: Leaf[]): string {
  switch (typeof value) {
    case 'string':
      leaves.push({ name, text: value });
      return quoted(stable(value));
    case 'number':
    case 'bigint': {
      const text = String(value);
      leaves.push({ name, text });
      return stable(text);
    }
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return depth >= mostDepth ? '"…"' : textOfObject(value, name, depth + 1, stable, leaves);
    case 'function':
    case 'symbol':
    case 'undefined':
      return `(${typeof value})`;
  }
}

/** As JSON writes it; most texts hold nothing that has to be escaped. */
function quoted(text: string): string {
  return hasEscapes.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const hasEscapes = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;

function textOfObject(
  value: object,
  name: string,
  depth: number,
  stable: (text: string) => string,
  leaves: Leaf[],
): string {
  if (Array.isArray(value)) return textOfList(value, name, depth, stable, leaves);
  if (types.isUint8Array(value)) return `bytes(${Buffer.from(value).toString('latin1')})`;
  if (types.isDate(value)) return textOf(String(value.getTime()), name, depth, stable, leaves);
  if (types.isSet(value)) return textOfList([...value], name, depth, stable, leaves);
  if (types.isMap(value)) return textOfObject(Object.fromEntries(value), name, depth, stable, leaves);
  if (isStream(value)) return '(stream)';
  const names = Object.keys(value);
  if (names.length > 1) names.sort();
  let text = '{';
  for (const key of names) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if (field === undefined) continue;
    if (text.length > 1) text += ',';
    text += `${key}:${textOf(field, typeTags.has(key) ? name : key, depth, stable, leaves)}`;
  }
  return `${text}}`;
}

function textOfList(
  list: readonly unknown[],
  name: string,
  depth: number,
  stable: (text: string) => string,
  leaves: Leaf[],
): string {
  let text = '[';
  for (let index = 0; index < list.length; index++) {
    if (index > 0) text += ',';
    text += textOf(list[index], name, depth, stable, leaves);
  }
  return `${text}]`;
}

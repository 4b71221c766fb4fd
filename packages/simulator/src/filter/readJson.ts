/** A value of JSON text. Objects are entries in the order written, duplicate names included. */
export type JsonNode =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly elements: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'literal'; readonly value: true | false | null };

/** What {@link readJson} answers: a value, or what is wrong and where (offset in UTF-16 code units). */
export type JsonReading =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly reason: string; readonly offset: number };

const deepest = 200;

/**
 * Reads JSON text strictly (RFC 8259), keeping what `JSON.parse` loses: duplicate names and their order.
 *
 * A filter pattern is read as a stream, so an object name written twice means both (the AWS guide itself writes one
 * so). No comments, no trailing comma, no text after the value; at most 200 levels deep.
 */
export function readJson(text: string): JsonReading {
  const cursor: Cursor = { text, at: 0 };
  try {
    const node = readValue(cursor, 0);
    skipSpace(cursor);
    if (cursor.at < text.length) fail(cursor, `unexpected ${shown(cursor)} after the end of the value`);
    return { ok: true, node };
  } catch (error) {
    if (error instanceof JsonFault) return { ok: false, reason: error.message, offset: error.offset };
    throw error;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
}

/** Never leaves this file: it only carries a fault out of the recursion. */
class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function fail(cursor: Cursor, reason: string): never {
  throw new JsonFault(reason, cursor.at);
}

function readValue(cursor: Cursor, depth: number): JsonNode {
  if (depth > deepest) fail(cursor, `nested deeper than ${deepest} levels`);
  skipSpace(cursor);
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth);
    case '[':
      return readArray(cursor, depth);
    case '"':
      return { kind: 'string', value: readString(cursor) };
    default:
      return readScalar(cursor);
  }
}

function readObject(cursor: Cursor, depth: number): JsonNode {
  const entries: (readonly [string, JsonNode])[] = [];
  cursor.at++;
  if (take(cursor, '}')) return { kind: 'object', entries };
  do {
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== '"') fail(cursor, `expected a name in double quotes, found ${shown(cursor)}`);
    const name = readString(cursor);
    if (!take(cursor, ':')) fail(cursor, `expected ":" after the name "${name}", found ${shown(cursor)}`);
    entries.push([name, readValue(cursor, depth + 1)]);
  } while (take(cursor, ','));
  if (!take(cursor, '}')) fail(cursor, `expected "," or "}", found ${shown(cursor)}`);
  return { kind: 'object', entries };
}

function readArray(cursor: Cursor, depth: number): JsonNode {
  const elements: JsonNode[] = [];
  cursor.at++;
  if (take(cursor, ']')) return { kind: 'array', elements };
  do elements.push(readValue(cursor, depth + 1));
  while (take(cursor, ','));
  if (!take(cursor, ']')) fail(cursor, `expected "," or "]", found ${shown(cursor)}`);
  return { kind: 'array', elements };
}

const stringToken = /"(?:[^"\\]|\\.)*"/sy;
const scalarToken = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordToken = /[^\s,:[\]{}"]+/y;

function readString(cursor: Cursor): string {
  const token = match(cursor, stringToken);
  if (token === undefined) fail(cursor, 'a string has no closing quote');
  const text = unescaped(cursor, token);
  cursor.at += token.length;
  return text;
}

// Escapes and control characters are the one part of JSON text that JSON.parse reads as strictly as needed.
function unescaped(cursor: Cursor, token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return fail(cursor, 'a string has an unknown escape or a control character');
  }
}

function readScalar(cursor: Cursor): JsonNode {
  const token = match(cursor, scalarToken);
  if (token === undefined) fail(cursor, `expected a value, found ${shown(cursor)}`);
  cursor.at += token.length;
  if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
  return token === 'null' ? { kind: 'literal', value: null } : { kind: 'number', value: Number(token) };
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  return pattern.exec(cursor.text)?.[0];
}

function take(cursor: Cursor, character: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at++;
  return true;
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && ' \t\n\r'.includes(cursor.text.charAt(cursor.at))) cursor.at++;
}

function shown(cursor: Cursor): string {
  if (cursor.at >= cursor.text.length) return 'the end of the text';
  return JSON.stringify(match(cursor, wordToken)?.slice(0, 20) ?? cursor.text.charAt(cursor.at));
}

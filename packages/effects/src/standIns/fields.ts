import { types } from 'node:util';
/** What a service is asked or answers, by the names that AWS gives. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as fields; none when it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Whether it is an object of fields: no array, no bytes, no date. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isAtom(value);
}

/** The elements of a list, each as fields; none when it is no list. */
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The elements of a list of texts; none when it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

/** The text of a text, a number or a boolean; empty for everything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What an ARN, a URL or a path ends with, such as the name of a queue; `undefined` without any. */
export function lastName(value: unknown): string | undefined {
  return textOf(value)
    .split(/[/:]/)
    .findLast((piece) => piece !== '');
}

function isAtom(value: object): boolean {
  return types.isUint8Array(value) || types.isDate(value);
}

import { printable } from './printable.ts';

const mostCharacters = 100;

/**
 * An argument as the error about it repeats it: JSON where there is some, cut where it is long. Never throws.
 *
 * @internal For the packages of millrace.
 */
export function givenText(value: unknown): string {
  const text = jsonOf(value) ?? nameOf(value);
  return printable(text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text);
}

function jsonOf(value: unknown): string | undefined {
  if (typeof value === 'number') return undefined; // JSON has no NaN.
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function nameOf(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

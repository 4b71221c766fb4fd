import { oneLine } from '../words/oneLine.ts';

/** What a handler answered, as a line of JSON. With `isolation: 'none'` it may be something that JSON does not hold. */
export function jsonLine(value: unknown): string {
  try {
    return oneLine(JSON.stringify(value) ?? '');
  } catch (error) {
    return oneLine(`(no JSON: ${String(error)})`);
  }
}

/** A value as an error tells of it, in short: `5 (number)`, `undefined`, `a function`, `a list`, `an object`. */
export function describeOption(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (value === null || value === undefined || typeof value !== 'object') {
    const type = value === null || value === undefined ? '' : ` (${typeof value})`;
    return `${String(value)}${type}`;
  }
  return Array.isArray(value) ? 'a list' : 'an object';
}

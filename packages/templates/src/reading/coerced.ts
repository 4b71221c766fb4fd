const numbers = new Set([
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
]);
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on'].map((text) => [text, true] as const),
  ...['false', 'no', 'off'].map((text) => [text, false] as const),
]);

/** Templates give numbers and booleans as text too, which is what the Default of a parameter often is. */
export function coerced(parameter: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (numbers.has(parameter)) return wholeNumber(value) ?? value;
  return parameter === 'BisectBatchOnFunctionError' ? (booleans.get(value.toLowerCase()) ?? value) : value;
}

/** A whole number, also as text; `undefined` for everything else. */
export function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/u.test(value.trim()) ? Number(value) : undefined;
}

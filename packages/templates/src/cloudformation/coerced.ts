/** CloudFormation takes numbers and booleans as text too, which is what the default of a parameter often is. */
export function coerced(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (/^-?\d{1,15}$/u.test(value)) return Number(value);
  return value === 'true' ? true : value === 'false' ? false : value;
}

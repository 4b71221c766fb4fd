/**
 * Says whether a value is an object with names: no list and not null.
 *
 * @internal For the packages of millrace.
 */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

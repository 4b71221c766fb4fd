const brand = Symbol.for('@millrace/records/error');

/**
 * Gives an error its name, its code and its data, and marks it, so that it is recognised also when it comes from
 * another copy of this package (ESM beside CommonJS), where `instanceof` says no.
 */
export function coded(error: Error, code: string, data: object): void {
  Object.assign(error, { name: code, code }, data);
  Object.defineProperty(error, brand, { value: code });
}

/** Whether an error was marked with this code, by this copy of the package or another. */
export function hasCode(error: unknown, code: string): boolean {
  return (Object(error) as { readonly [brand]?: unknown })[brand] === code;
}

/** The mark of one class of errors, by which it is known in every copy of a package (decision 5). */
export interface ErrorBrand<Kind extends Error> {
  /** Marks an error, once, in its constructor. */
  readonly put: (error: Kind) => void;
  /** Whether a value is an error with the mark, whichever realm made it. */
  readonly isOn: (value: unknown) => value is Kind;
}

/**
 * Makes the mark for a class of errors; `name` is that of its package and its own, such as `@millrace/MappingError`.
 *
 * @internal For the packages of millrace.
 */
export function errorBrand<Kind extends Error>(name: string): ErrorBrand<Kind> {
  const brand = Symbol.for(name);
  return {
    put: (error) => void Object.defineProperty(error, brand, { value: true }),
    isOn: (value): value is Kind => typeof value === 'object' && value !== null && brand in value,
  };
}

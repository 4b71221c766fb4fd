/** The part of an `expect` that takes matchers. */
interface Extensible {
  extend(matchers: object): void;
}

/**
 * Adds matchers to every `expect` of a process: that of the package `expect`, and those among its globals. Jest's keep their
 * matchers in one place, whichever copy of the package `expect` (the global one, or that of `@jest/globals`) is asked; Vitest
 * keeps its own under a symbol.
 *
 * @internal For the packages of millrace.
 */
export function extendExpects(
  expectOfPackage: unknown,
  globals: Readonly<Record<PropertyKey, unknown>>,
  matchers: object,
): void {
  const candidates = [expectOfPackage, globals['expect'], globals[Symbol.for('expect-global')]];
  for (const candidate of new Set(candidates)) if (isExtensible(candidate)) candidate.extend(matchers);
}

function isExtensible(value: unknown): value is Extensible {
  return typeof value === 'function' && 'extend' in value && typeof value.extend === 'function';
}

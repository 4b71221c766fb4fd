import { expect as expectOfPackage } from 'expect';
import { matchers } from './matchers/matchers.ts';

/** The part of an `expect` that takes matchers. */
interface Extensible {
  extend(matchers: object): void;
}

/**
 * Adds the matchers to every `expect` of this process. Jest's keep their matchers in one place, whichever copy of the
 * package `expect` (the global one, or that of `@jest/globals`) is asked; Vitest keeps its own under a symbol.
 */
export function registerMatchers(): void {
  const globals: Readonly<Record<PropertyKey, unknown>> = globalThis;
  const candidates = [expectOfPackage, globals['expect'], globals[Symbol.for('expect-global')]];
  for (const candidate of new Set(candidates)) if (isExtensible(candidate)) candidate.extend(matchers);
}

function isExtensible(value: unknown): value is Extensible {
  return typeof value === 'function' && 'extend' in value && typeof value.extend === 'function';
}

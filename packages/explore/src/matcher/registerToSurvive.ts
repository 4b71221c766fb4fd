import { expect as expectOfPackage } from 'expect';
import { toSurvive } from './toSurvive.ts';

/** The part of an `expect` that takes matchers. */
interface Extensible {
  extend(matchers: object): void;
}

/** Adds `toSurvive` to every `expect` of this process: Jest's keep their matchers in one place, Vitest's under a symbol. */
export function registerToSurvive(): void {
  const globals: Readonly<Record<PropertyKey, unknown>> = globalThis;
  const candidates = [expectOfPackage, globals['expect'], globals[Symbol.for('expect-global')]];
  for (const candidate of new Set(candidates)) if (isExtensible(candidate)) candidate.extend({ toSurvive });
}

function isExtensible(value: unknown): value is Extensible {
  return typeof value === 'function' && 'extend' in value && typeof value.extend === 'function';
}

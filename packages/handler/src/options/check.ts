import { HandlerOptionError } from './handlerOptionError.ts';
import { isFunction } from './isFunction.ts';

/** Refuses the first of some options that does not pass the test. */
export function check<V>(options: Readonly<Record<string, V>>, expected: string, isValid: (value: V) => boolean): void {
  for (const [name, value] of Object.entries(options)) {
    if (!isValid(value)) throw new HandlerOptionError(name, value, expected);
  }
}

/** Refuses null where options are expected: nothing could be read from it. */
export function checkObject(options: Readonly<Record<string, unknown>>): void {
  check(options, 'an object', Boolean);
}

/** Refuses what is left of some options when all that there are were taken out; `names` lists those. */
export function checkNothingElse(unknown: object, names: string): void {
  check(unknown as Readonly<Record<string, unknown>>, `one of ${names}`, () => false);
}

/** The test of a function that may be left out. */
export function isMissingOrFunction(value: unknown): boolean {
  return value === undefined || isFunction(value);
}

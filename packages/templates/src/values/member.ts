import { isObject } from '@millrace/simulator';

/** An own property of what may be no object; `undefined` when there is none, also for `constructor` and the like. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value when it is an object with names, or else one without any. */
export function named(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

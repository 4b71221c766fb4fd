import { Observer } from './observer.ts';

const place = Symbol.for('millrace.effects');

/**
 * The observer of this process, made when it is first asked for. There is one, also when this package is loaded twice, as
 * an ES module and as CommonJS.
 */
export function theObserver(): Observer {
  const known: unknown = Reflect.get(globalThis, place);
  if (known !== undefined) return known as Observer;
  const made = new Observer();
  Reflect.set(globalThis, place, made);
  return made;
}

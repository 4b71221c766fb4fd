/**
 * Says whether a value can be awaited, whichever realm or library made it: under Jest, `instanceof Promise` says no to Node's.
 *
 * @internal For the packages of millrace.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject && 'then' in value && typeof value.then === 'function';
}

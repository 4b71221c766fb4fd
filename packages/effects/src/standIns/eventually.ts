import { types } from 'node:util';

/** A value that is there, or will be. */
export type Eventually<Value> = Value | Promise<Value>;

/**
 * Goes on with a value: at once where it is there. A promise costs more than most answers of a stand-in, as where effects are
 * seen Node follows each of them, so nothing waits that need not wait.
 */
export function andThen<Value, Next>(
  value: Eventually<Value>,
  goOn: (value: Value) => Eventually<Next>,
): Eventually<Next> {
  return types.isPromise(value) ? value.then(goOn) : goOn(value);
}

/** Does something, and puts another outcome in the place of an error, now or later. */
export function unlessFailed<Value>(
  act: () => Eventually<Value>,
  failed: (error: unknown) => Eventually<Value>,
): Eventually<Value> {
  try {
    const value = act();
    return types.isPromise(value) ? value.catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}

/** A promise of what is there, or will be: an error is one that the promise is rejected with. */
export function promised<Value>(act: () => Eventually<Value>): Promise<Value> {
  try {
    return Promise.resolve(act());
  } catch (error) {
    return Promise.reject(error);
  }
}

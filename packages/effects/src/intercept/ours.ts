import { AsyncLocalStorage } from 'node:async_hooks';

const ours = new AsyncLocalStorage<boolean>();

/**
 * Does something that interception leaves alone, with all that it begins: a stand-in that starts a server, a command that
 * reads what it needs.
 */
export function withoutInterception<Result>(act: () => Result): Result {
  return ours.run(true, act);
}

/** Nothing is intercepted any more, so nothing is left alone. */
export function forgetOurs(): void {
  ours.disable();
}

/** Whether the code that is running is of that kind. */
export function isOurs(): boolean {
  return ours.getStore() === true;
}

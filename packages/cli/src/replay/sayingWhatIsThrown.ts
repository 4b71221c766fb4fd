import { types } from 'node:util';
import { isErrorOfAnyRealm } from '@millrace/simulator';
import type { LoadedHandler } from '../shell/loadHandler.ts';

const mostSaid = 20;

/**
 * The same handler, that says what it throws, with the stack, as the runtime logs it on Lambda; the same error only once,
 * as a retry throws it again.
 */
export function sayingWhatIsThrown(handler: LoadedHandler, say: (text: string) => void): LoadedHandler {
  const said = new Set<string>();
  const hear = (error: unknown): void => {
    const text = textOf(error);
    if (said.has(text) || said.size === mostSaid) return;
    said.add(text);
    say(`${text}\n${said.size === mostSaid ? 'What else the handler throws is not shown.\n' : ''}`);
  };
  const heard: LoadedHandler = (event, context, callback) => {
    const listening = (error: unknown, ...answer: unknown[]): void => {
      if (error !== undefined && error !== null) hear(error);
      if (typeof callback === 'function') callback(error, ...answer);
    };
    try {
      // Since Node.js 24 there is no callback: a handler must not find one here either.
      const returned = handler(event, context, typeof callback === 'function' ? listening : callback);
      // Other thenables, such as a query, may do their work each time somebody listens.
      if (types.isPromise(returned)) returned.then(undefined, hear);
      return returned;
    } catch (error) {
      hear(error);
      throw error;
    }
  };
  // A handler with three parameters answers by its callback.
  return Object.defineProperty(heard, 'length', { value: handler.length });
}

/** Whatever was thrown: a proxy, an object without a prototype, an error whose stack throws. */
function textOf(error: unknown): string {
  try {
    return isErrorOfAnyRealm(error) ? ownStack(error) : `The handler threw ${String(error)}`;
  } catch {
    return 'The handler threw something that has no text.';
  }
}

/** The stack down to where the replay called the handler, and those of the causes. */
function ownStack(error: Error, causes = 5): string {
  const lines = (error.stack ?? String(error)).split('\n');
  const ours = lines.findIndex((line) => /^ {4}at .*sayingWhatIsThrown\.[jt]s/u.test(line));
  // Node's own frames differ from call to call, and lead nowhere.
  const own = (ours < 0 ? lines : lines.slice(0, ours))
    .filter((line) => !/^ {4}at .*\(?node:internal\//u.test(line))
    .join('\n');
  const { cause } = error;
  return isErrorOfAnyRealm(cause) && causes > 0 ? `${own}\ncaused by ${ownStack(cause, causes - 1)}` : own;
}

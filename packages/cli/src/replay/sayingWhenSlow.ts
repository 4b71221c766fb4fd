import { types } from 'node:util';
import { url } from 'node:inspector';
import type { LoadedHandler } from '../shell/loadHandler.ts';

const slowMs = 1500;

/**
 * The same handler, that says once when a call of it is really slow: a replay whose time is virtual would otherwise seem
 * to hang, up to the function's time-out for every attempt.
 */
export function sayingWhenSlow(
  handler: LoadedHandler,
  timeoutSeconds: number,
  realTimeoutSeconds: number | undefined,
  say: (text: string) => void,
): LoadedHandler {
  // A call that is cut off before has not taken so long.
  const isCutOff = Math.min(timeoutSeconds, realTimeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000 <= slowMs;
  // With a debugger nothing is cut off, and whoever stands at a breakpoint knows why it takes long.
  let hasSaid = isCutOff || url() !== undefined;
  const watched: LoadedHandler = (event, context, callback) => {
    const returned = handler(event, context, callback);
    if (hasSaid || !types.isPromise(returned)) return returned;
    const timer = setTimeout(() => {
      if (hasSaid) return;
      hasSaid = true;
      say(
        `The handler has taken ${slowMs / 1000} s of real time for one call. Each call may take ${timeoutSeconds} s before it counts ` +
          'as timed out (--timeout), and is then tried again as the mapping says. Does it wait for something that is not here?\n',
      );
    }, slowMs);
    // A call that hangs must not keep the process once the run is over; and it is nothing that the handler waits for.
    timer.unref();
    const answered = (): void => clearTimeout(timer);
    returned.then(answered, answered);
    return returned;
  };
  // A handler with three parameters answers by its callback.
  return Object.defineProperty(watched, 'length', { value: handler.length });
}

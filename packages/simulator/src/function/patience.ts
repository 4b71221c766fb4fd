import { isDebugged } from './isDebugged.ts';

/** How long, in real time, the answer of a handler is waited for. */
export interface Patience {
  /** For the next call; `Infinity` for as long as it takes. */
  waitMs(): number;
  answered(afterMs: number): void;
  hung(): void;
  /** For how long the event loop has to stay empty until nothing is thought to come any more: half as long each time. */
  emptyMs(): number;
  emptied(): void;
}

/** Enough for what a handler that is about to answer still does; a handler that hangs is called thousands of times. */
const leastMs = 5;

/**
 * Enough for what goes on where Node.js does not tell of it: modules that are loaded, WebAssembly that is compiled, as by the
 * first `fetch` of a process.
 */
const unseenMs = 200;

/** Most of that goes on once in a process: from the sixth run on that has found an empty event loop, a tenth is enough. */
const unseenRuns = 5;
let runsEmptied = 0;

/**
 * A handler that hangs is waited for once: `functionTimeoutMs` of real time. A later call has as long as twice the slowest that
 * answered, and at least 5 ms, so that a day of retries costs seconds. With `realTimeoutMs` each call has that long. In a process
 * with a debugger nothing is cut off: somebody may be reading. An event loop that is empty is waited for once, too.
 */
export function patience(functionTimeoutMs: number, realTimeoutMs: number | undefined): Patience {
  let slowestMs = 0;
  let hasHung = false;
  let timesEmptied = 0;
  const waitMs = (): number => {
    if (isDebugged()) return Number.POSITIVE_INFINITY;
    if (realTimeoutMs !== undefined) return realTimeoutMs;
    return hasHung ? Math.min(functionTimeoutMs, Math.max(leastMs, 2 * slowestMs)) : functionTimeoutMs;
  };
  return {
    waitMs,
    emptyMs() {
      const firstMs = runsEmptied < unseenRuns ? unseenMs : unseenMs / 10;
      return Math.floor(Math.min(firstMs / 2 ** timesEmptied, waitMs() / 2));
    },
    emptied() {
      if (timesEmptied === 0) runsEmptied++;
      timesEmptied++;
    },
    answered(afterMs) {
      slowestMs = Math.max(slowestMs, afterMs);
    },
    hung() {
      hasHung = true;
    },
  };
}

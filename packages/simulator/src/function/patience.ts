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
  /** Something came out of an event loop that looked empty. */
  surprised(): void;
}

/** Enough for what a handler that is about to answer still does; a handler that hangs is called thousands of times. */
const leastMs = 5;

/**
 * Enough for what goes on where Node.js does not tell of it: modules that are loaded, WebAssembly that is compiled, as by the
 * first `fetch` of a process.
 */
const unseenMs = 200;

/** Most of that goes on once in a process: the more runs have found an empty event loop, the less of it is enough. */
function firstMs(): number {
  if (runsEmptied < seldomRuns) return unseenMs;
  return runsEmptied < oftenRuns ? unseenMs / 10 : unseenMs / 100;
}

const seldomRuns = 5;
const oftenRuns = 25;
/** How many runs of the process have found an empty event loop since something came out of one. */
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
      return Math.floor(Math.min(firstMs() / 2 ** timesEmptied, waitMs() / 2));
    },
    emptied() {
      if (timesEmptied === 0) runsEmptied++;
      timesEmptied++;
    },
    surprised() {
      runsEmptied = Math.min(runsEmptied, seldomRuns);
      timesEmptied = 0;
    },
    answered(afterMs) {
      slowestMs = Math.max(slowestMs, afterMs);
    },
    hung() {
      hasHung = true;
    },
  };
}

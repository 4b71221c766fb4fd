import { type AttemptScope, isThenable } from './attemptScope.ts';
import { HandlerError } from '../options/handlerError.ts';
import type { LambdaContext } from './streamEvent.ts';
import { unlessItThrows } from '../options/unlessItThrows.ts';

/** How a handler spends the time of an invocation. All in milliseconds of the function's own clock. */
export interface TimeOptions {
  /**
   * Time that must be left for another record to start: a number, or a function of the slowest record seen in this
   * call. Default: the slowest record, at least 200 ms. The first record of a call is always attempted.
   */
  readonly reserveMs?: number | ((slowestMs: number) => number);
  /** Time one record, or one call of `onBatch`, may take before it counts as failed. Default: the function's own. */
  readonly recordTimeoutMs?: number;
  /**
   * How long before the function's time-out a record that is still running is given up, so that the answer still
   * reaches Lambda. Default 100 ms; never more than half of what is left.
   */
  readonly answerMarginMs?: number;
}

/** The time of one call: what is left, and whether another record fits. */
export interface InvocationTime {
  /** Says whether another record fits into what is left of the call. Asked before each one. */
  readonly hasRoom: () => boolean;
  /**
   * Waits for a promised answer until its own time or that of the call is over; then aborts its scope and rejects with
   * the reason.
   */
  readonly within: <T>(answer: T | PromiseLike<T>, scope?: AttemptScope, timeoutMs?: number) => T | PromiseLike<T>;
}

/** Starts to watch the time of one call, with the one clock that Lambda (or a simulator) gives us. */
export function watchTime(
  context: LambdaContext | undefined,
  { reserveMs = (slowestMs) => Math.max(200, slowestMs), answerMarginMs = 100 }: TimeOptions,
): InvocationTime {
  let slowestMs = 0;
  let latestMs = 0;

  // A context that tells no time, or fails to, is no reason to do less: then time is unlimited.
  function remainingMs(): number {
    const leftMs = unlessItThrows(() => context?.getRemainingTimeInMillis?.());
    return (leftMs as number) < Infinity ? (leftMs as number) : Infinity;
  }
  function note(tookMs: number): void {
    if (tookMs > slowestMs) slowestMs = tookMs;
  }
  return {
    hasRoom() {
      const leftMs = remainingMs();
      note(latestMs - leftMs); // One reading ends a record and begins the next.
      latestMs = leftMs;
      return leftMs >= (typeof reserveMs === 'number' ? reserveMs : reserveMs(slowestMs));
    },
    within(answer, scope, timeoutMs) {
      if (!isThenable(answer)) return answer; // What is synchronous stays so.
      return new Promise((resolve, reject) => {
        let fromMs = 0;
        let timer: ReturnType<typeof setTimeout> | undefined;
        // Only what outlasts this turn of the event loop gets a timer: many a record costs less than one.
        const nextTurn = setImmediate(() => {
          fromMs = remainingMs();
          // Who begins after others were given up, such as onOutcome, gets half of the rest.
          const deadlineMs = Math.max(fromMs - answerMarginMs, fromMs / 2);
          const limitMs = Math.min(timeoutMs || deadlineMs, deadlineMs);
          const giveUp = (): void => {
            const reason = new RecordTimeoutError(limitMs < deadlineMs ? 'recordTimedOut' : 'deadline');
            scope?.abort(reason);
            ending(reject)(reason);
          };
          // Node refuses longer ones.
          if (limitMs < 2 ** 31 - 1) timer = setTimeout(giveUp, limitMs);
        });
        // The first to end it counts: a promise cannot be settled twice.
        const ending =
          <T>(settle: (value: T) => void) =>
          (value: T): void => {
            clearImmediate(nextTurn);
            if (timer) note(fromMs - remainingMs()); // Side by side, records begin before others end.
            clearTimeout(timer);
            settle(value);
          };
        // A promise of ours, so that one that a `then` passes on is waited for, and what a `then` throws is a rejection.
        Promise.resolve(answer).then(ending(resolve), ending(reject));
      });
    },
  };
}

/** Says that a record was given up: it ran too long, or into the end of the call. `signal.reason` of what it started. */
export class RecordTimeoutError extends HandlerError<'RecordTimeoutError'> {
  /** `recordTimedOut`: longer than `recordTimeoutMs`. `deadline`: until the function had to answer. */
  declare readonly reason: 'recordTimedOut' | 'deadline';

  constructor(reason: 'recordTimedOut' | 'deadline') {
    const remedy = reason === 'deadline' ? "the function's time-out" : 'recordTimeoutMs';
    super('RecordTimeoutError', `Still running: pass signal to what it waits for, or raise ${remedy}.`, { reason });
  }
}

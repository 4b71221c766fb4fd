import { HandlerError } from './handlerError.ts';
import type { LambdaContext } from './streamEvent.ts';

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

/** The time of one call: what is left, whether another record fits, and the alarm shortly before the end. */
export interface InvocationTime {
  /** Says whether another record fits into what is left of the call. Asked before each one. */
  readonly hasRoom: () => boolean;
  /** Waits for work until it is done or its time is over; then calls `abort` and rejects with the reason. */
  readonly within: <T>(work: PromiseLike<T>, abort: (reason: Error) => void) => Promise<T>;
  /** Takes the alarm back. */
  readonly close: () => void;
}

/** Starts to watch the time of one call, with the one clock that Lambda (or a simulator) gives us. */
export function watchTime(context: LambdaContext | undefined, options: TimeOptions): InvocationTime {
  const { reserveMs = (slowestMs) => Math.max(200, slowestMs), recordTimeoutMs, answerMarginMs = 100 } = options;
  const waiting = new Set<(reason: Error) => void>();
  let slowestMs = 0;
  let latestMs = Number.NaN;
  let alarm: ReturnType<typeof setTimeout> | undefined;

  const remainingMs = (): number => context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  function note(tookMs: number): void {
    if (tookMs > slowestMs) slowestMs = tookMs;
  }
  function setAlarm(): void {
    const leftMs = remainingMs();
    if (leftMs > longestTimerMs) return;
    alarm = setTimeout(
      () => {
        alarm = undefined; // Who waits after this, such as onOutcome, gets half of the rest.
        for (const cut of waiting) cut(new RecordTimeoutError('deadline'));
      },
      Math.max(leftMs - answerMarginMs, leftMs / 2),
    );
  }
  return {
    hasRoom() {
      const leftMs = remainingMs();
      note(latestMs - leftMs); // One reading ends a record and begins the next.
      latestMs = leftMs;
      return leftMs >= (typeof reserveMs === 'number' ? reserveMs : reserveMs(slowestMs));
    },
    within(work, abort) {
      return new Promise((resolve, reject) => {
        const fromMs = remainingMs();
        // The first to end it counts: a promise cannot be settled twice.
        const ending =
          <T>(settle: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(timer);
            waiting.delete(cut);
            note(fromMs - remainingMs()); // Side by side, records begin before others end.
            settle(value);
          };
        const cut = ending((reason: Error) => {
          abort(reason);
          reject(reason);
        });
        waiting.add(cut);
        if (alarm === undefined) setAlarm();
        const timer =
          recordTimeoutMs && setTimeout(() => cut(new RecordTimeoutError('recordTimedOut')), recordTimeoutMs);
        work.then(ending(resolve), ending(reject));
      });
    },
    close: () => clearTimeout(alarm),
  };
}

const longestTimerMs = 2 ** 31 - 1;

/** Says that a record was given up: it ran too long, or into the end of the call. `signal.reason` of what it started. */
export class RecordTimeoutError extends HandlerError<'RecordTimeoutError'> {
  /** `recordTimedOut`: longer than `recordTimeoutMs`. `deadline`: until the function had to answer. */
  declare readonly reason: 'recordTimedOut' | 'deadline';

  constructor(reason: 'recordTimedOut' | 'deadline') {
    const remedy = reason === 'deadline' ? 'the time-out of the function' : 'recordTimeoutMs';
    super('RecordTimeoutError', `Still running: pass signal to what it waits for, or raise ${remedy}.`, { reason });
  }
}

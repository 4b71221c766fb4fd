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
export class InvocationTime {
  readonly recordTimeoutMs: number | undefined;
  readonly #remaining: (() => number) | undefined;
  readonly #reserve: number | ((slowestMs: number) => number);
  readonly #marginMs: number;
  readonly #listeners = new Set<(reason: DeadlineError) => void>();
  #slowestMs = 0;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(context: LambdaContext | undefined, options: TimeOptions) {
    if (typeof context?.getRemainingTimeInMillis === 'function') {
      this.#remaining = () => context.getRemainingTimeInMillis();
    }
    this.#reserve = options.reserveMs ?? ((slowestMs) => Math.max(200, slowestMs));
    this.#marginMs = options.answerMarginMs ?? 100;
    this.recordTimeoutMs = options.recordTimeoutMs;
  }

  /** Milliseconds until Lambda ends the call; `Infinity` when the context does not say. */
  remainingMs(): number {
    return this.#remaining === undefined ? Number.POSITIVE_INFINITY : this.#remaining();
  }

  /** Says whether another record fits; measures with the one clock that Lambda (or a simulator) gives us. */
  hasRoom(): boolean {
    if (this.#remaining === undefined) return true;
    const reserveMs = typeof this.#reserve === 'number' ? this.#reserve : this.#reserve(this.#slowestMs);
    return this.#remaining() >= reserveMs;
  }

  /** Notes how long a record took, from the time that was left when it began. */
  note(remainingAtStartMs: number): void {
    if (this.#remaining === undefined) return;
    const tookMs = remainingAtStartMs - this.#remaining();
    if (tookMs > this.#slowestMs) this.#slowestMs = tookMs;
  }

  /** Calls back once, shortly before the function times out; answers with what takes the call back. */
  onDeadline(listener: (reason: DeadlineError) => void): () => void {
    this.#listeners.add(listener);
    if (this.#alarm === undefined) this.#setAlarm();
    return () => this.#listeners.delete(listener);
  }

  /** Takes the alarm back. */
  close(): void {
    clearTimeout(this.#alarm);
  }

  #setAlarm(): void {
    const leftMs = this.remainingMs();
    if (leftMs > longestTimerMs) return;
    const delayMs = Math.max(0, leftMs - this.#marginMs, leftMs / 2);
    this.#alarm = setTimeout(() => {
      this.#alarm = undefined; // Who waits after this, such as onOutcome, gets half of the rest.
      const reason = new DeadlineError(this.remainingMs());
      for (const listener of this.#listeners) listener(reason);
    }, delayMs);
  }
}

const longestTimerMs = 2 ** 31 - 1;

/** Says that a record was still running when the function had to answer. `signal.reason` of what it had started. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code = 'DeadlineError';
  /** What was left of the invocation, in milliseconds. */
  readonly remainingMs: number;

  constructor(remainingMs: number) {
    super(
      `Still running ${Math.round(remainingMs)} ms before the function times out, so it is reported as failed and delivered ` +
        'again. Pass `signal` to what it waits for, raise the time-out of the function, or set recordTimeoutMs.',
    );
    this.remainingMs = remainingMs;
  }
}

/** Says that one record ran longer than `recordTimeoutMs`. `signal.reason` of what it had started. */
export class RecordTimeoutError extends Error {
  override readonly name = 'RecordTimeoutError';
  readonly code = 'RecordTimeoutError';
  readonly recordTimeoutMs: number;

  constructor(recordTimeoutMs: number) {
    super(
      `Still running after ${recordTimeoutMs} ms (recordTimeoutMs), so it is reported as failed and delivered again. ` +
        'Pass `signal` to what it waits for, or allow it more time.',
    );
    this.recordTimeoutMs = recordTimeoutMs;
  }
}

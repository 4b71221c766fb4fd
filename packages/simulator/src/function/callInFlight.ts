import type { AnswerStyle, RuntimeName } from '../scenario/runtime.ts';
import type { Warning } from '../trace/warning.ts';
import type { WatchedCall } from './callWatch.ts';
import { escapeWarning } from './escapeCause.ts';
import { escapeError, exitError } from './escapeError.ts';
import type { Escape, Heard } from './heard.ts';
import type { HandlerCall, HandlerRun, InvokeOptions } from './handlerCall.ts';
import type { VirtualTime } from './lambdaContext.ts';
import { realTimeout, returnedOnly } from './runtimeWarnings.ts';

/**
 * A call that Lambda waits for: what has been heard of it so far. It is over when the runtime asks for the next one, a
 * turn of the event loop after its answer; an error that comes before that is the call's, and counts more than an answer.
 */
export class CallInFlight {
  readonly call: HandlerCall;
  readonly options: InvokeOptions;
  readonly style: AnswerStyle;
  readonly time: VirtualTime;
  readonly #watched: WatchedCall;
  readonly #runtime: RuntimeName;
  readonly #warnings: Warning[] = [];
  #heard: Heard | undefined;
  #isOver = false;
  #isSettled = false;
  /** The process is gone, as after a time-out: what the handler would still do never happens. */
  #isGone = false;
  /** The promise of the outcome, kept as it is: a closure in a field outlives its call by a collection of garbage or two. */
  #resolve: ((run: HandlerRun) => void) | undefined;
  #awaitedSinceMs = 0;
  #stopTimer: (() => void) | undefined;
  #stopLooking: (() => void) | undefined;

  constructor(
    call: HandlerCall,
    options: InvokeOptions,
    { runtime, style }: { readonly runtime: RuntimeName; readonly style: AnswerStyle },
  ) {
    this.call = call;
    this.options = options;
    this.style = style;
    this.#runtime = runtime;
    this.time = { limitMs: options.functionTimeoutMs, spentMs: 0, hasTimedOut: false, call: undefined };
    this.#watched = options.watch.call((escape) => this.#escaped(escape));
    call.onBegin?.(() => this.time.spentMs);
    call.observed?.whenCrashed(() => this.#leave());
  }

  /** Calls the handler, inside of all that watches it. */
  run<Result>(code: () => Result): Result {
    const { observed } = this.call;
    const watched = (): Result => this.#watched.run(code);
    return observed === undefined ? watched() : observed.run(watched, () => this.time.spentMs);
  }

  /** Whether the handler has begun anything that can go on when it has returned. */
  get hasBegun(): boolean {
    return this.#watched.hasBegun;
  }

  /** Whether the promise that it returned is all that the handler has begun. */
  hasBegunOnly(returned: unknown): boolean {
    return this.#watched.hasBegunOnly(returned);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The handler is done, though the call may not be over yet. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  get hasHeard(): boolean {
    return this.#heard !== undefined;
  }

  warn(warning: Warning): void {
    if (!this.#isOver) this.#warnings.push(warning);
  }

  /** The handler is done. What it began and did not await is late from here on, though the call is over a turn later only. */
  settle(): void {
    this.#isSettled = true;
    if (!this.#isOver && this.#heard === undefined) this.call.observed?.answered(this.time.hasTimedOut);
  }

  /** The runtime tells Lambda something. The first counts, unless an error follows an answer. */
  hear(heard: Heard): void {
    if (this.#isOver) return;
    if (heard.kind === 'answer' && heard.isOnly !== undefined) this.warn(returnedOnly[heard.isOnly]);
    this.settle();
    if (this.#heard === undefined || (this.#heard.kind === 'answer' && heard.kind === 'error')) this.#heard = heard;
  }

  /** The runtime asks for the next call. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.time.call = undefined; // The clock is known by its context, and would keep the call for as long.
    this.#stopTimer?.();
    this.#stopLooking?.();
    const isGone = this.#isGone || this.time.hasTimedOut;
    this.call.observed?.answered(isGone);
    if (isGone) this.#watched.gone();
    if (this.#resolve === undefined) return;
    if (!this.time.hasTimedOut) this.options.patience.answered(performance.now() - this.#awaitedSinceMs);
    this.#resolve(this.#run());
  }

  /** The runtime asks for the next call a turn of the event loop from now. */
  endWithTheTurn(): void {
    this.options.watch.turn(() => this.end());
  }

  /** The process of the function has ended, with a status. */
  exit(status: number): void {
    this.hear({ kind: 'error', error: exitError(status, this.call.requestId) });
    this.#leave();
  }

  #leave(): void {
    this.#isGone = true;
    this.end();
  }

  /** Now, when the call is over already; else when it is. */
  outcome(): HandlerRun | Promise<HandlerRun> {
    if (this.#isOver) return this.#run();
    return new Promise<HandlerRun>((resolve) => {
      this.#resolve = resolve;
      this.#awaitedSinceMs = performance.now();
      this.time.call = this;
      if (this.time.hasTimedOut) this.end();
    });
  }

  /** From now on there is patience for so long. Most calls are over before it is asked for. */
  limitPatience(): void {
    const { patience, watch } = this.options;
    const waitMs = patience.waitMs();
    if (waitMs < Infinity) this.#stopTimer = watch.later(Math.min(waitMs, 0x7fffffff), false, () => this.#hang());
  }

  /** Looks at something in so many real milliseconds, if the call is not over by then. */
  lookAfter(ms: number, look: () => void): void {
    this.#stopLooking = this.options.watch.later(ms, true, look);
  }

  #hang(): void {
    this.time.hasTimedOut = true;
    this.options.patience.hung();
    this.warn(realTimeout);
    this.end();
  }

  #run(): HandlerRun {
    const { hasTimedOut, limitMs, spentMs } = this.time;
    const warnings = this.#warnings;
    const crash = this.call.observed?.crash;
    if (crash !== undefined && !hasTimedOut) return { answer: crash, spentMs, warnings };
    if (hasTimedOut) return { answer: { kind: 'timeout' }, spentMs: limitMs, warnings };
    const heard = this.#heard;
    if (heard === undefined) throw new Error('millrace invariant: a call is over, and nothing was heard of it.');
    if (heard.kind === 'error') return { answer: { kind: 'functionError', error: heard.error }, spentMs, warnings };
    const { response, responseBytes } = heard;
    return { answer: { kind: 'returned', response, responseBytes }, spentMs, warnings };
  }

  /** What escapes the handler ends its process. When the call is over it is told with the call that it came from. */
  #escaped(escape: Escape): void {
    if (this.#isGone || this.time.hasTimedOut) return;
    if (this.#isOver) {
      this.#isGone = true;
      return this.call.onLateEscape(escape, this.#runtime);
    }
    this.warn(escapeWarning(escape));
    this.hear({ kind: 'error', error: escapeError(escape, this.style, this.call.requestId) });
    this.#leave();
  }
}

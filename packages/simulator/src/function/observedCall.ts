import type { Answer } from '../core/answer.ts';
import type { EffectObserver, ObservedEffect, ObservedInvocation, WatchedInvocation } from './effectObserver.ts';

/** Everything about an invocation that only whoever makes it knows. */
export type ObservedFacts = Omit<ObservedInvocation, 'elapsedMs' | 'onCrash'>;

/** What a crash at an effect comes to. */
type CrashAnswer = Extract<Answer, { kind: 'functionError' | 'timeout' }>;

/** One call of a handler whose effects are observed. */
export class ObservedCall {
  readonly #watched: WatchedInvocation;
  #crash: CrashAnswer | undefined;
  #elapsedMs: () => number = () => 0;
  #onCrash: ((answer: CrashAnswer) => void) | undefined;
  #effects: readonly ObservedEffect[] | undefined;
  /** What ended behind the answer while the call was not over yet. */
  readonly #late: ObservedEffect[] = [];
  #isOver = false;

  constructor(observer: EffectObserver, facts: ObservedFacts) {
    this.#watched = observer.observe({
      ...facts,
      onLateEffect: (effect) => {
        if (this.#isOver) facts.onLateEffect(effect);
        else this.#late.push(effect);
      },
      elapsedMs: () => this.#elapsedMs(),
      onCrash: (as) => {
        this.#crash = as === 'timeout' ? { kind: 'timeout' } : crashed(facts.requestId);
        this.#onCrash?.(this.#crash);
      },
    });
  }

  /** Calls the handler inside of the observation. */
  run<Result>(call: () => Result, elapsedMs: () => number): Result {
    this.#elapsedMs = elapsedMs;
    return this.#watched.run(call);
  }

  /** What the call came to, when the process is gone already. */
  get crash(): CrashAnswer | undefined {
    return this.#crash;
  }

  /** To be told when the process goes. */
  whenCrashed(settle: (answer: CrashAnswer) => void): void {
    this.#onCrash = settle;
  }

  /** The handler has answered, or the call is over; the first counts. `isGone` when nothing of the process goes on after it. */
  answered(isGone: boolean): void {
    if (isGone) this.#watched.gone();
    this.#effects ??= this.#watched.answered();
  }

  /** Nothing goes on after the answer, though the handler gave one. */
  gone(): void {
    this.#watched.gone();
  }

  /** What was told until now, the call being over: what ended before the answer, then what ended in the turn behind it. */
  takeEffects(): { readonly effects: readonly ObservedEffect[]; readonly late: readonly ObservedEffect[] } {
    this.#isOver = true;
    return { effects: this.#effects ?? [], late: this.#late };
  }
}

/** The function ran, and its process was gone before it could answer. */
export function crashed(requestId: string): Extract<Answer, { kind: 'functionError' }> {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited without providing a reason`;
  return { kind: 'functionError', error: { errorType: 'Runtime.ExitError', errorMessage } };
}

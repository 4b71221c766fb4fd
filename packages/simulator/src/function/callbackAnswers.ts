import type { Heard } from './heard.ts';
import { readResponse } from './readResponse.ts';
import { logThrown, reportedError } from './reportedError.ts';

/** What happens when the event loop is empty. `end`: nobody waits for anything, and the process ends. */
type AtEmptyLoop =
  | { readonly do: 'answer'; readonly value: unknown }
  | { readonly do: 'answerNothing' }
  | { readonly do: 'end' };

type Callback = (error?: unknown, result?: unknown) => void;

/**
 * How a runtime up to Node.js 22 takes the answer of one call: by callback, by `context.done`, `succeed` and `fail`, or by
 * a promise, which is connected to the last two. The first counts. Only the callback waits for the event loop to be empty.
 */
export class CallbackAnswers {
  waitsForEmptyEventLoop: unknown = true;
  readonly #hear: (heard: Heard) => void;
  readonly #onUse: (isLate: boolean) => void;
  readonly #isolation: 'json' | 'none';
  #hasAnswered = false;
  #isComplete = false;
  #atEmptyLoop: AtEmptyLoop = { do: 'answerNothing' };

  /** `onUse` is told when the handler answers by one of these, and whether an answer had been taken before. */
  constructor(isolation: 'json' | 'none', hear: (heard: Heard) => void, onUse: (isLate: boolean) => void) {
    this.#isolation = isolation;
    this.#hear = hear;
    this.#onUse = onUse;
  }

  readonly callback: Callback = (error, result) => {
    this.#onUse(this.#hasAnswered);
    this.answer(error, result);
  };
  readonly done: Callback = (error, result) => {
    this.#onUse(this.#hasAnswered);
    this.#first(() => this.#done(error, result));
  };
  readonly succeed = (result?: unknown): void => {
    this.#onUse(this.#hasAnswered);
    this.fulfilled(result);
  };
  readonly fail = (error?: unknown): void => {
    this.#onUse(this.#hasAnswered);
    this.rejected(error);
  };

  /** The callback, as the runtime itself calls it with what a handler throws. */
  answer(error: unknown, result?: unknown): void {
    this.#first(() => {
      this.#atEmptyLoop = { do: 'end' };
      if (error !== undefined && error !== null) this.#fail(error);
      else if (this.waitsForEmptyEventLoop) this.#atEmptyLoop = { do: 'answer', value: result };
      else this.#complete(result);
    });
  }

  /** What a promise comes to. */
  readonly fulfilled = (result: unknown): void => this.#first(() => this.#done(null, result));
  readonly rejected = (error: unknown): void => this.#first(() => this.#done(error ?? 'handled', null)); // A promise may be rejected with nothing at all.

  /** Whether there is an answer that waits for the event loop to be empty. */
  get isWaiting(): boolean {
    return this.#atEmptyLoop.do === 'answer';
  }

  /** The event loop is empty. Answers whether the process goes on; throws what the answer throws. */
  emptied(): 'goesOn' | 'ends' {
    const next = this.#atEmptyLoop;
    switch (next.do) {
      case 'answer':
        this.#complete(next.value);
        return 'goesOn';
      case 'answerNothing':
        this.#isComplete = true;
        this.#hear(readResponse(null, this.#isolation, 'callbacks'));
        return 'goesOn';
      case 'end':
        return 'ends';
    }
  }

  /** An answer that throws, as JSON cannot hold it, leaves room for another. */
  #first(act: () => void): void {
    if (this.#hasAnswered) return;
    act();
    this.#hasAnswered = true;
  }

  #done(error: unknown, result: unknown): void {
    this.#atEmptyLoop = { do: 'end' };
    if (error !== undefined && error !== null) this.#fail(error);
    else this.#complete(result);
  }

  #fail(error: unknown): void {
    logThrown(error, 'callbacks');
    this.#hear({ kind: 'error', error: reportedError(error, 'callbacks') });
  }

  #complete(result: unknown): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    this.#hear(readResponse(result, this.#isolation, 'callbacks'));
  }
}

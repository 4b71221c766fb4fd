import type { EffectFault, EffectOutcome, ObservedEffect } from '@millrace/simulator';

/** What is about to be done. */
export interface EffectRequest {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** What is asked for; its key and its record are read from it. */
  readonly call: unknown;
  /** What makes two of these the same, instead of all of `call`. */
  readonly key?: string;
}

/**
 * What becomes of an effect: it goes as it goes; it has a fault; or the process is gone, and whoever waits for it waits
 * for ever.
 */
export type EffectFate = 'goes' | 'gone' | EffectFault;

/** What the handler waits for before it hears of an effect, given its number: its turn. */
export type Turns = (effect: number) => Promise<void>;

/** The invocation that an effect is of, as far as an effect knows it. */
export interface EffectOwner {
  readonly isGone: boolean;
  /** Does something in the name of an effect. */
  inside<Result>(effect: Effect, act: () => Result): Result;
  /** Hears that an effect has ended; answers whether the handler may hear of it. */
  ended(effect: Effect): boolean;
  /** What the handler waits for before it hears how an effect ended; undefined when it hears of it at once. */
  turnOf(effect: Effect): Promise<void> | undefined;
}

/** One effect, while it lasts. */
export class Effect {
  readonly fate: EffectFate;
  readonly #call: EffectOwner;
  readonly #told: { -readonly [Name in keyof ObservedEffect]: ObservedEffect[Name] };
  #hasEnded = false;

  constructor(call: EffectOwner, told: ObservedEffect, fate: EffectFate) {
    this.#call = call;
    this.#told = told;
    this.fate = fate;
  }

  get number(): number {
    return this.#told.number;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** What is known of it now. */
  get told(): ObservedEffect {
    return this.#told;
  }

  /** Does something in the name of this effect: what it does in turn is no effect of its own. */
  inside<Result>(act: () => Result): Result {
    return this.#call.inside(this, act);
  }

  /**
   * Notes how it ended; only the first time counts. Answers whether the handler may hear of it: not when the process
   * was gone meanwhile.
   */
  end(outcome: EffectOutcome, error?: unknown): boolean {
    if (this.#hasEnded) return !this.#call.isGone;
    this.#hasEnded = true;
    // What was under way when the process went was done, or is being done; nobody hears of it.
    this.#told.outcome = outcome === 'done' && this.#call.isGone ? 'answerLost' : outcome;
    if (error !== undefined) this.#told.error = errorOf(error);
    return this.#call.ended(this);
  }

  /** It was performed, and waits for its turn to be heard of; undefined when it need not wait. */
  turn(): Promise<void> | undefined {
    return this.#call.turnOf(this);
  }

  /** The process went in the middle of it: what was done is done. */
  losesAnswer(): void {
    if (this.#told.outcome === 'done') this.#told.outcome = 'answerLost';
  }

  /** Nobody is left to be told how it ends. */
  isForgotten(): void {
    this.#hasEnded = true;
  }

  /** The handler has answered before it ended. */
  isLate(): void {
    this.#told.when = 'afterAnswer';
  }
}

function errorOf(error: unknown): NonNullable<ObservedEffect['error']> {
  if (typeof error !== 'object' || error === null) return { errorType: typeof error, errorMessage: String(error) };
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return {
    errorType: typeof name === 'string' ? name : 'Error',
    errorMessage: typeof message === 'string' ? message : '',
  };
}

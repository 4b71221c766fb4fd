import { AsyncLocalStorage } from 'node:async_hooks';
import type { Effect, EffectRequest, Turns } from './effect.ts';

/** The invocation whose code is running, as far as who begins an effect knows it. */
export interface ScopedCall {
  begin(request: EffectRequest, scope: EffectScope | undefined): Effect | 'gone';
  takesTurns(turns: Turns): void;
}

/** A record that was taken from the event. */
export interface Touched {
  readonly index: number;
  /** How many effects had ended when it was taken. */
  readonly endedBefore: number;
  /**
   * Whether another one was taken in its place when something had been done in between: then its own turn is over. Whoever
   * called the function that goes over the records one by one still stands at the first.
   */
  isOver: boolean;
}

/** Whose code is running. */
export interface EffectScope {
  readonly call: ScopedCall;
  /** The record that the handler took from its event last; undefined before it took one. */
  readonly touched: Touched | undefined;
  /**
   * The effect that is being performed, if any: until it has ended, what it does in turn, such as the request of a client
   * that is wrapped, is no effect of its own.
   */
  readonly inside: Effect | undefined;
}

/** Where the code that is running belongs to, through every promise and callback. */
export type EffectScopes = AsyncLocalStorage<EffectScope | undefined>;

export function newScopes(): EffectScopes {
  return new AsyncLocalStorage();
}

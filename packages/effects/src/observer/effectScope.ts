import { AsyncLocalStorage } from 'node:async_hooks';
import type { Effect, EffectRequest, Turns } from './effect.ts';

/** The invocation whose code is running, as far as who begins an effect knows it. */
export interface ScopedCall {
  begin(request: EffectRequest, scope: EffectScope | undefined): Effect | 'gone';
  takesTurns(turns: Turns): void;
}

/** Whose code is running. */
export interface EffectScope {
  readonly call: ScopedCall;
  /** The index of the record that the handler took from its event last; -1 before it took one. */
  readonly touched: number;
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

import type { EffectObserver, ObservedInvocation } from '@millrace/simulator';
import type { Effect, EffectRequest } from './effect.ts';
import { type EffectScope, newScopes } from './effectScope.ts';
import { activeTimers, leftOver } from './leftOver.ts';
import { WatchedCall } from './watchedCall.ts';

/** Sees the effects of every invocation of this process. */
export class Observer implements EffectObserver {
  readonly #scopes = newScopes();
  readonly #open = new Set<WatchedCall>();
  #late = 0;
  #timersBefore = 0;
  #hasObserved = false;

  observe(invocation: ObservedInvocation): WatchedCall {
    if (!this.#hasObserved) {
      this.#hasObserved = true;
      this.#timersBefore = activeTimers();
    }
    const call = new WatchedCall(invocation, this.#scopes, {
      onAnswered: () => this.#open.delete(call),
      onLateStart: () => this.#late++,
      onLateEnd: () => this.#late--,
    });
    this.#open.add(call);
    return call;
  }

  settled(): Promise<void> | undefined {
    if (!this.#hasObserved) return undefined;
    return leftOver(() => this.#late > 0, this.#timersBefore).then(() => {
      if (this.#open.size > 0) return;
      this.#hasObserved = false;
      this.#late = 0;
    });
  }

  /**
   * Begins an effect of the invocation whose code is running, or, where that cannot be known, of the only one that is
   * open. `undefined`: it belongs to none, or to an effect that is under way.
   */
  begin(request: () => EffectRequest, scope = this.scope()): Effect | 'gone' | undefined {
    if (scope === undefined) {
      const [only, ...others] = this.#open;
      return only === undefined || others.length > 0 ? undefined : only.begin(request(), undefined);
    }
    return scope.isInside ? undefined : scope.call.begin(request(), scope);
  }

  /** Where the code that is running belongs to, to be handed to `begin` later. */
  scope(): EffectScope | undefined {
    return this.#scopes.getStore();
  }

  /** Does something that is nobody's effect, such as our own errands. */
  unobserved<Result>(act: () => Result): Result {
    return this.#scopes.run(undefined, act);
  }
}

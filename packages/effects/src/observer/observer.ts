import type { EffectObserver, ObservedInvocation } from '@millrace/simulator';
import type { Effect, EffectRequest, Turns } from './effect.ts';
import { type EffectScope, newScopes } from './effectScope.ts';
import { activeTimers, leftOver } from './leftOver.ts';
import { WatchedCall } from './watchedCall.ts';

/** What services hold that are answered for. */
export interface HeldState {
  /** As plain data, without the ids and times that are new each time and do not stand in the records. */
  state(records: readonly unknown[]): Promise<unknown>;
  reset(): Promise<void>;
}

/** An interception that is on. */
export interface ActiveInterception {
  /** Whether the next one takes its place, for as long as that is on. */
  readonly givesWay: boolean;
  pause(): void;
  /** Goes on after a pause, unless it is over. */
  resume(): void;
}

/** What a run has under way. */
interface Run {
  /** How many timers there were in the process before it. */
  readonly timersBefore: number;
  /** Effects that had not ended when their handler answered. */
  readonly late: Map<Effect, WatchedCall>;
  /** Whether a process went: what it had under way never happens, and its timers say nothing. */
  hasGone: boolean;
}

/** Sees the effects of every invocation of this process. */
export class Observer implements EffectObserver {
  readonly #scopes = newScopes();
  readonly #runs = new WeakMap<object, Run>();
  /** How many runs are not over. */
  #underWay = 0;
  /** What the stand-ins hold that answer now; undefined when nothing is intercepted. */
  held: HeldState | undefined;
  /** What intercepts now: one for all copies of this package. */
  interception: ActiveInterception | undefined;
  /** Invocations that have not answered. */
  readonly #open = new Set<WatchedCall>();

  observe(invocation: ObservedInvocation): WatchedCall {
    const run = this.#runOf(invocation.run);
    const call = new WatchedCall(invocation, this.#scopes, {
      onAnswered: () => this.#open.delete(call),
      onGone: () => void (run.hasGone = true),
      onLateStart: (effect) => run.late.set(effect, call),
      onLateEnd: (effect) => run.late.delete(effect),
    });
    this.#open.add(call);
    return call;
  }

  settled(run: object): Promise<void> | undefined {
    const known = this.#runs.get(run);
    if (known === undefined) return undefined;
    return this.#settle(run, known);
  }

  abandoned(run: object): void {
    this.#over(run);
  }

  /**
   * Begins an effect of the invocation whose code is running, or, where that cannot be known, of the only one that is
   * open. `undefined`: it belongs to none, or to an effect that is under way.
   */
  begin(request: () => EffectRequest, scope = this.scope()): Effect | 'gone' | undefined {
    if (scope === undefined) {
      if (this.#open.size !== 1) return undefined;
      const [only] = this.#open;
      return only?.begin(request(), undefined);
    }
    return scope.inside?.hasEnded === false ? undefined : scope.call.begin(request(), scope);
  }

  /** The effects of the invocation whose code is running are heard of when their turn has come. */
  takeTurns(turns: Turns): void {
    this.scope()?.call.takesTurns(turns);
  }

  /** Where the code that is running belongs to, to be handed to `begin` later. */
  scope(): EffectScope | undefined {
    return this.#scopes.getStore();
  }

  async #settle(run: object, { late, timersBefore, hasGone }: Run): Promise<void> {
    await leftOver(() => late.size > 0, hasGone ? Infinity : timersBefore);
    for (const [effect, call] of late) call.leaves(effect);
    this.#over(run);
  }

  /** Up to Node.js 22 each promise of the process costs more for each storage that is not disabled. */
  #over(run: object): void {
    if (this.#runs.delete(run) && --this.#underWay === 0) this.#scopes.disable();
  }

  #runOf(run: object): Run {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const made: Run = { timersBefore: activeTimers(), late: new Map(), hasGone: false };
    this.#runs.set(run, made);
    this.#underWay++;
    return made;
  }
}

import type { FaultKind } from '../faults/scheduledFault.ts';
import type { Counterexample } from '../story/counterexample.ts';

/** How often a kind of fault was in a schedule, and how often it really struck. */
export interface Exercised {
  readonly asked: number;
  readonly struck: number;
}

/** How many of all there are were tried one by one. */
export interface Tried {
  readonly tried: number;
  readonly of: number;
  /** There are more, which were not counted. */
  readonly isAtLeast?: boolean;
}

/** What an exploration found. */
export interface Exploration {
  readonly ok: boolean;
  /** All runs with a schedule; those to compare with are not counted. */
  readonly runs: number;
  readonly seed: number;
  /** With the seed it leads straight back to the failure; undefined where there is none. */
  readonly path: string | undefined;
  readonly exercised: Readonly<Record<FaultKind, Exercised>>;
  readonly enumerated: {
    readonly crashPoints: Tried;
    readonly singles: Tried;
    readonly orders: Tried;
    readonly pairs: Tried;
  };
  /** What was asked for and has not happened, in sentences; of one that came to its end, this is a failure. */
  readonly neverHappened: readonly string[];
  readonly counterexample?: Counterexample;
  /** Whether `signal` ended it before it was done. */
  readonly isInterrupted: boolean;
  /**
   * Whether nothing of what the handler does could be seen, neither an effect nor a state that `observe` tells: it was judged by
   * what becomes of its records alone.
   */
  readonly isBlind: boolean;
  /** All of it as text. */
  readonly report: string;
}

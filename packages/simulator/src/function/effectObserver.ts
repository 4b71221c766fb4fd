import type { CrashPoint, FaultyEffect } from './effectFault.ts';

/**
 * How an effect ended.
 *
 * - `done`, `failed`: it came back with an answer, or with an error of its own;
 * - `refused`, `throttled`, `timedOut`: a fault; it was not done;
 * - `partlyFailed`, `answerLost`: a fault; it was done, in part or whole;
 * - `crashed`: the process was gone before it was done;
 * - `pending`: it had not ended when the run did.
 */
export type EffectOutcome =
  | 'done'
  | 'failed'
  | 'refused'
  | 'throttled'
  | 'partlyFailed'
  | 'answerLost'
  | 'timedOut'
  | 'crashed'
  | 'pending';

/** One call that left a handler, as an observer tells of it. */
export interface ObservedEffect {
  /** The k-th effect of its invocation, from 1, in the order in which they began. */
  readonly number: number;
  /** Such as `dynamodb.PutItem orders` or `POST api.example.com/charge`. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** What it does, in a canonical form: equal when the same is done again, without uuids, clocks and request ids. */
  readonly key: string;
  /** The record that it is for, when that is known. */
  readonly sequenceNumber?: string;
  /** The records that it is for, when one call is for several. */
  readonly about?: readonly string[];
  readonly outcome: EffectOutcome;
  /** Whether it ended before the handler answered: what did not is frozen on Lambda, or lost. */
  readonly when: 'beforeAnswer' | 'afterAnswer';
  /** What was asked for, as plain data. */
  readonly call?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
  /** Virtual milliseconds since the start of its invocation at which it began. */
  readonly afterMs: number;
}

/** An invocation, for whoever observes effects. */
export interface ObservedInvocation {
  /** The index of the invocation in its run. */
  readonly index: number;
  readonly requestId: string;
  readonly shardId: string;
  readonly lane: number;
  readonly attempt: number;
  readonly sequenceNumbers: readonly string[];
  /** The records that the handler gets: the very list of its event. */
  readonly records: readonly unknown[];
  readonly fault: CrashPoint | FaultyEffect | undefined;
  /** Virtual milliseconds since the start of the invocation. */
  readonly elapsedMs: () => number;
  /** The process is gone: what the handler does from now on never happens. */
  readonly onCrash: (as: 'error' | 'timeout') => void;
  /** Told of each effect that ends when the handler has answered. */
  readonly onLateEffect: (effect: ObservedEffect) => void;
}

/** An invocation that is observed. */
export interface WatchedInvocation {
  /** Calls the handler; what it does in there, now and later, belongs to the invocation. */
  run<Result>(call: () => Result): Result;
  /** To be called when the answer is taken: the effects that have ended by then, by number. */
  answered(): readonly ObservedEffect[];
  /** The process is gone, as after a time-out: what the handler would still do never happens. */
  gone(): void;
}

/**
 * Sees what leaves a handler. The simulator asks for one at `globalThis[Symbol.for('millrace.effects')]`, once a call;
 * `@millrace/effects` puts it there when it is loaded. Without it nothing is observed and nothing is slower.
 */
export interface EffectObserver {
  observe(invocation: ObservedInvocation): WatchedInvocation;
  /**
   * To be awaited at the end of a run: what invocations have left over comes to an end, or is told as `pending`.
   * `undefined` when nothing is left over.
   */
  settled(): Promise<void> | undefined;
}

/** Who observes effects in this process, if anybody does. */
export function effectObserver(): EffectObserver | undefined {
  return Reflect.get(globalThis, Symbol.for('millrace.effects')) as EffectObserver | undefined;
}

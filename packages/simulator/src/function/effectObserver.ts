import type { CrashPoint, FaultyEffect } from '../scenario/effectFault.ts';
import type { EffectFacts } from '../trace/effectEvent.ts';

/** One call that left a handler, as an observer tells of it. */
export interface ObservedEffect extends EffectFacts {
  /** Virtual milliseconds since the start of its invocation at which it began. */
  readonly afterMs: number;
}

/** An invocation, for whoever observes effects. */
export interface ObservedInvocation {
  /** The run that it is of: the same object for all its invocations. */
  readonly run: object;
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
   * To be awaited at the end of a run: what its invocations have left over comes to an end, or is told as `pending`.
   * `undefined` when nothing can be left over.
   */
  settled(run: object): Promise<void> | undefined;
  /** A run has ended with an error: nothing of it is awaited. */
  abandoned?(run: object): void;
}

const place = Symbol.for('millrace.effects');

/** Who observes effects in this process, if anybody does. */
export function effectObserver(): EffectObserver | undefined {
  return Reflect.get(globalThis, place) as EffectObserver | undefined;
}

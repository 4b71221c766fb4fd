import type { Semantics } from '@millrace/simulator';

/** What happens to a call as a whole; `attempt` counts the attempts of a run from 0, throttled ones too. */
export interface CallFault {
  readonly fault: 'redeliver' | 'answerLost' | 'throttle' | 'serviceError' | 'timeoutBefore' | 'timeoutAfter';
  readonly attempt: number;
}

/** The process is gone at an effect of a call; effects count from 1. */
export interface CrashFault {
  readonly fault: 'crash' | 'timeoutDuring';
  readonly attempt: number;
  readonly effect: number;
  readonly moment: 'before' | 'during' | 'after';
}

/** What becomes of one effect of a call. */
export interface EffectFaultAt {
  readonly fault: 'effectRefused' | 'effectThrottled' | 'effectTimedOut' | 'effectAnswerLost' | 'effectPartlyFailed';
  readonly attempt: number;
  readonly effect: number;
}

/** What is done to the stream, the mapping or the function at a moment of virtual time. */
export type MomentFault =
  | { readonly fault: 'splitShard'; readonly atMs: number; readonly into: 1 | 2 }
  | { readonly fault: 'restart' | 'update' | 'redeploy'; readonly atMs: number };

/** What holds for a whole run. */
export type RunFault =
  /** LATEST misses so many of the first records. */
  | { readonly fault: 'missedByLatest'; readonly records: number }
  /** Calls take different times, so that lanes and shards finish in any order. */
  | { readonly fault: 'anyOrder'; readonly seed: number }
  /** The records are those of several shards: each item is in one of them, and they are read side by side. */
  | { readonly fault: 'severalShards'; readonly shards: number }
  /** Calls that overlap share one process and take turns at their awaits, as Node.js lets them. */
  | { readonly fault: 'interleave'; readonly seed: number }
  /**
   * The same, one at a time: a call begins, or hears of an effect, when its turn has come. `turns` says at each moment at
   * which several wait which one goes on, from 0 in the order in which they came; behind its end it is always the first.
   */
  | { readonly fault: 'interleave'; readonly turns: readonly number[] }
  /** Records come slower than they are read: no batch has more than so many. */
  | { readonly fault: 'smallerBatches'; readonly size: number }
  /** Each call has a process of its own. */
  | { readonly fault: 'freshProcess' }
  /** AWS does what it does not document in the other way. */
  | { readonly fault: 'semantics'; readonly knob: keyof Semantics; readonly value: Semantics[keyof Semantics] };

/** A fault and where it strikes: plain data, which can be printed, stored and shrunk. */
export type ScheduledFault = CallFault | CrashFault | EffectFaultAt | MomentFault | RunFault;

/** The name of a kind of fault. */
export type FaultKind = ScheduledFault['fault'];

/** Every kind of fault, in the order of the tables. */
export const faultKinds = [
  'redeliver',
  'answerLost',
  'throttle',
  'serviceError',
  'timeoutBefore',
  'timeoutDuring',
  'timeoutAfter',
  'crash',
  'effectRefused',
  'effectThrottled',
  'effectTimedOut',
  'effectAnswerLost',
  'effectPartlyFailed',
  'splitShard',
  'restart',
  'update',
  'redeploy',
  'missedByLatest',
  'severalShards',
  'anyOrder',
  'interleave',
  'freshProcess',
  'semantics',
  'smallerBatches',
] as const satisfies readonly FaultKind[];

/** The faults that an effect can have. */
export const effectFaults = ['refuse', 'throttle', 'timeout', 'answerLost', 'partlyFail'] as const;

/**
 * What becomes of an effect instead of its own outcome.
 *
 * - `refuse`: it is not done; the caller gets an error, as from a service that says no;
 * - `throttle`: it is not done; the caller gets the error of a service that is asked too often;
 * - `timeout`: it is not done, and no answer comes in time;
 * - `answerLost`: it is done, and the connection breaks before its answer;
 * - `partlyFail`: a call of several entries does some of them and says so, such as `UnprocessedItems`.
 */
export type EffectFault = (typeof effectFaults)[number];

/** A fault for one effect of an invocation, counted from 1. */
export interface FaultyEffect {
  readonly effect: number;
  readonly fault: EffectFault;
}

/**
 * The process is gone at an effect of an invocation, counted from 1: `before` it is done, `during` it (done, its answer
 * lost), or `after` its answer. The call is a function error, or a time-out, as asked; default: an error.
 */
export interface CrashPoint {
  readonly crashAtEffect: number;
  readonly moment: 'before' | 'during' | 'after';
  readonly as?: 'error' | 'timeout';
}

/** Whether an answer of `faults` is about an effect; one that is written wrongly is none. */
export function isEffectFault(fault: unknown): fault is FaultyEffect | CrashPoint {
  if (typeof fault !== 'object' || fault === null) return false;
  const { effect, fault: kind, crashAtEffect, moment, as } = fault as Readonly<Record<string, unknown>>;
  if (crashAtEffect === undefined) return isCount(effect) && effectFaults.some((known) => known === kind);
  const isMoment = moment === 'before' || moment === 'during' || moment === 'after';
  return isCount(crashAtEffect) && isMoment && (as === undefined || as === 'error' || as === 'timeout');
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

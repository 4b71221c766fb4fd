import type { Assumption } from './assumption.ts';
import type { StreamRecord } from './streamRecord.ts';

/**
 * How a batch came to be: read from the shard, cut behind a partial failure, split by bisect, the end of a window, or once
 * more after a success that was forgotten.
 */
export type BatchOrigin = 'new' | 'suffix' | 'leftHalf' | 'rightHalf' | 'finalInvoke' | 'redelivery';

/** Why the last call of a batch failed, as the failure document tells it (S39). */
export interface CallFailure {
  readonly functionError: 'Unhandled' | null;
}

/** What makes a batch the final call of a window (S49): when it became due, and whether the state outgrew its limit (S52). */
export interface FinalInvoke {
  readonly dueAtMs: number;
  readonly isTerminatedEarly: boolean;
}

/** One batch: its own request id, its own retry counter, never refilled (section 1 of the specification). */
export interface Batch {
  /** Numbers the batches of a shard; the request id is derived from it, so a retry repeats the id (S27). */
  readonly number: number;
  readonly origin: BatchOrigin;
  readonly records: readonly StreamRecord[];
  /** Failed calls so far: what the retry budget and `approximateInvokeCount` count (S26). */
  readonly failures: number;
  /** Sends that never reached the function: throttles and service errors (S29). */
  readonly rejections: number;
  readonly lastFailure: CallFailure | undefined;
  readonly finalInvoke: FinalInvoke | undefined;
  /** What the cut or the moment of this batch rests on, if AWS leaves it open. */
  readonly assumption: Assumption | undefined;
}

export function newBatch(
  number: number,
  origin: BatchOrigin,
  records: readonly StreamRecord[],
  assumption?: Assumption,
): Batch {
  return {
    number,
    origin,
    records,
    failures: 0,
    rejections: 0,
    lastFailure: undefined,
    finalInvoke: undefined,
    assumption,
  };
}

/** S49, S52: the separate call that ends a window; it carries no records. */
export function finalInvoke(
  number: number,
  dueAtMs: number,
  isTerminatedEarly: boolean,
  assumption?: Assumption,
): Batch {
  return { ...newBatch(number, 'finalInvoke', [], assumption), finalInvoke: { dueAtMs, isTerminatedEarly } };
}

/** S60: the same records once more: a batch of its own, with a request id and a budget of its own. */
export function redelivery(batch: Batch, number: number): Batch {
  return { ...newBatch(number, 'redelivery', batch.records), finalInvoke: batch.finalInvoke };
}

/** S33: left half `floor(n / 2)`, right the rest; each with a fresh budget. */
export function bisect(batch: Batch, number: number): readonly [left: Batch, right: Batch] {
  const middle = Math.floor(batch.records.length / 2);
  return [
    newBatch(number, 'leftHalf', batch.records.slice(0, middle)),
    newBatch(number + 1, 'rightHalf', batch.records.slice(middle)),
  ];
}

/** The n-th try of this batch, from 1, rejected sends included. */
export function attemptOf(batch: Batch): number {
  return batch.failures + batch.rejections + 1;
}

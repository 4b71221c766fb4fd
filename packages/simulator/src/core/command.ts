import type { Expiry } from './age.ts';
import type { RejectionReason } from './answer.ts';
import type { Assumption } from './assumption.ts';
import type { Batch, CallFailure } from './batch.ts';
import type { FailureReason } from './judge.ts';
import type { StreamRecord } from './streamRecord.ts';

/** Why records were given up. The first two are AWS's words (S39); the third never reaches a destination (S38). */
export type DiscardCondition = 'RetryAttemptsExhausted' | Expiry;

/** The window fields of a call (S46). */
export interface WindowCall {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: unknown;
  readonly isFinalInvoke: boolean;
  readonly isTerminatedEarly: boolean;
}

/** Records given up, with everything that the failure document needs (S39). It asks for nothing itself. */
export interface Discard {
  readonly kind: 'discard';
  readonly lane: number;
  readonly batch: Batch;
  readonly records: readonly StreamRecord[];
  readonly condition: DiscardCondition;
  readonly invokeCount: number;
  /** Absent when the function never accepted the event, or the records aged out (S9, S38). */
  readonly failure: CallFailure | undefined;
  readonly window: WindowCall | undefined;
  readonly assumption: Assumption | undefined;
}

/** The document about a discard, or about neighbours in one, and what its moment or its content rests on (U6). */
export interface DocumentToSend {
  readonly discard: Discard;
  readonly assumption: 'documents' | 'documentTime' | undefined;
}

/** What a transition asks its driver to do, in order. The driver decides nothing. */
export type Command =
  /** Answer with `recordsRead` at this moment, with what the shard holds behind the last record read, up to `limit`. */
  | { readonly kind: 'read'; readonly limit: number }
  /** The same, but answer at the first of the coming polls that finds something (S1). */
  | { readonly kind: 'poll'; readonly limit: number }
  /** Go back to just behind this sequence number; answers to earlier reads no longer count. */
  | { readonly kind: 'rewind'; readonly after: string | undefined }
  | { readonly kind: 'wake'; readonly lane: number; readonly atMs: number }
  | { readonly kind: 'invoke'; readonly lane: number; readonly batch: Batch; readonly window: WindowCall | undefined }
  | { readonly kind: 'checkpoint'; readonly sequenceNumber: string }
  | Discard
  /** Send the document about what was discarded, now (S39). */
  | ({ readonly kind: 'document' } & DocumentToSend)
  /** The shard is done: its children may start (S44). */
  | { readonly kind: 'finish' }
  | Note;

/** Steps that ask for nothing: they tell the trace what was decided. */
export type Note =
  | {
      readonly kind: 'judge';
      readonly lane: number;
      readonly batch: Batch;
      readonly outcome: Judgement;
      readonly assumption?: Assumption | undefined;
    }
  | {
      readonly kind: 'resume';
      readonly lane: number;
      readonly suffix: Batch;
      readonly assumption: Assumption | undefined;
    }
  | { readonly kind: 'redeliver'; readonly lane: number; readonly again: Batch }
  | { readonly kind: 'bisect'; readonly lane: number; readonly left: Batch; readonly right: Batch }
  | { readonly kind: 'backOff'; readonly lane: number; readonly batch: Batch; readonly untilMs: number }
  | { readonly kind: 'payloadTooLarge'; readonly lane: number; readonly batch: Batch }
  | {
      readonly kind: 'openWindow';
      readonly lane: number;
      readonly startMs: number;
      readonly endMs: number;
    }
  | {
      readonly kind: 'closeWindow';
      readonly lane: number;
      readonly startMs: number;
      readonly endMs: number;
      readonly isTerminatedEarly: boolean;
      readonly assumption: Assumption | undefined;
    }
  | { readonly kind: 'skip'; readonly records: readonly StreamRecord[]; readonly reason: SkipReason };

/** Why a record that was read is not for the function (S2, S12, S52). */
export type SkipReason = 'beforeStartingPosition' | 'latestGap' | 'filteredOut' | 'terminatedWindow';

/** What came of one attempt. */
export type Judgement = 'success' | 'partialFailure' | FailureReason | RejectionReason;

import type { BatchOrigin } from '../core/batch.ts';
import type { DiscardCondition, Judgement, SkipReason } from '../core/command.ts';
import type { Delivery } from '../destination/delivery.ts';
import type { EffectEvent } from './effectEvent.ts';
import type { WindowBounds } from '../destination/windowBounds.ts';
import type { FunctionError, RejectionReason } from '../core/answer.ts';

interface At {
  /** Virtual milliseconds since the scenario's start (`scenario.startAt`). */
  readonly atMs: number;
  /** The entry of `semantics` that this step rests on, when AWS does not document it. */
  readonly assumption?: string;
}

interface OnShard extends At {
  readonly shardId: string;
}

interface OnLane extends OnShard {
  /** 0 unless ParallelizationFactor is above 1 (S43). */
  readonly lane: number;
}

interface OnBatch extends OnLane {
  readonly requestId: string;
  readonly sequenceNumbers: readonly string[];
}

export interface RecordsRead extends OnShard {
  readonly type: 'recordsRead';
  readonly sequenceNumbers: readonly string[];
  /** The canonical item key of each record. */
  readonly itemKeys: readonly string[];
  /** When each record was created, in milliseconds since the scenario's start. */
  readonly createdAtMs: readonly number[];
}

export interface InvocationStarted extends OnBatch {
  readonly type: 'invocationStarted';
  readonly index: number;
  readonly attempt: number;
  readonly origin: BatchOrigin;
  readonly window?: WindowBounds;
  readonly state?: unknown;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
}

export interface InvocationEnded extends OnBatch {
  readonly type: 'invocationEnded';
  readonly index: number;
  readonly outcome: Exclude<Judgement, RejectionReason>;
  readonly response?: unknown;
  readonly error?: FunctionError;
  /** Age of the last record of the batch when processing finished (S59). Absent for a call without records. */
  readonly iteratorAgeMs?: number;
}

/**
 * Something escaped a call that Lambda had heard the answer of already: a rejection that nobody handled, an exception
 * that nobody caught, `process.exit`. On Lambda it ends the process, and with it the call that runs at that moment.
 */
export interface Escaped extends OnBatch {
  readonly type: 'escaped';
  /** The invocation that it came from. */
  readonly index: number;
  readonly escape: 'rejection' | 'exception' | 'exit';
  /** What the runtime makes of it. */
  readonly error: FunctionError;
  /** What it was: the error that was thrown, or the code of the exit. */
  readonly thrown: FunctionError;
}

export interface RecordsDiscarded extends OnBatch {
  readonly type: 'recordsDiscarded';
  readonly condition: DiscardCondition;
  readonly approximateInvokeCount: number;
}

/** Everything that happens in a simulation, as it happens. Sequence numbers are in the order of the shard. */
export type TraceEvent =
  | (OnShard & { readonly type: 'shardStarted' })
  | RecordsRead
  | (OnShard & {
      readonly type: 'recordsSkipped';
      readonly sequenceNumbers: readonly string[];
      readonly reason: SkipReason;
    })
  | InvocationStarted
  | InvocationEnded
  | EffectEvent
  | Escaped
  | (OnBatch & {
      readonly type: 'attemptRejected';
      readonly attempt: number;
      readonly reason: RejectionReason | 'payloadTooLarge';
    })
  | (OnBatch & { readonly type: 'batchResumed' | 'batchRedelivered' })
  | (OnLane & {
      readonly type: 'batchBisected';
      readonly left: readonly string[];
      readonly right: readonly string[];
    })
  | (OnBatch & { readonly type: 'backedOff'; readonly untilMs: number })
  | (OnShard & { readonly type: 'checkpointed'; readonly sequenceNumber: string })
  | RecordsDiscarded
  | (OnShard & {
      readonly type: 'documentDelivered' | 'documentRefused';
      readonly delivery: Delivery;
      readonly recordCount: number;
    })
  | (OnLane & { readonly type: 'windowOpened'; readonly window: WindowBounds })
  | (OnLane & { readonly type: 'windowClosed'; readonly window: WindowBounds; readonly isTerminatedEarly: boolean })
  | (OnShard & { readonly type: 'shardFinished' })
  | (At & { readonly type: 'mappingDisabled' | 'mappingEnabled' })
  /** `changes`: what the update named, resolved. */
  | (At & { readonly type: 'mappingUpdated'; readonly changes: Readonly<Record<string, unknown>> })
  | (At & { readonly type: 'handlerReplaced' })
  | (At & { readonly type: 'sourcePermissionLost' | 'sourcePermissionRestored' })
  | (At & { readonly type: 'warned'; readonly code: string; readonly message: string });

import type { Assumption } from './assumption.ts';
import { finalInvoke, newBatch, type Batch } from './batch.ts';
import { waitingCount, type Lane } from './lane.ts';
import { fittingRecords, roomForRecords } from './payload.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import { windowStartOf, type OpenWindow } from './tumblingWindow.ts';
import type { Turn } from './turn.ts';

/** What a lane without work does next: send a batch, drop a window without a final call, or wait. */
export type Gathered =
  /** `taken`: how many of the waiting records are its own. */
  | { readonly kind: 'batch'; readonly batch: Batch; readonly taken: number }
  | { readonly kind: 'dropWindow' }
  | { readonly kind: 'wait'; readonly untilMs: number };

/** What the poller knows of the shard beyond the lane's buffer. */
export interface ShardView {
  readonly isCaughtUp: boolean;
  readonly hasEnded: boolean;
  /** Bytes of the fields of a window in an event of the shard (S8). */
  readonly windowFieldBytes: number;
}

/** S4: a call is made when the batch is full, or the batching window ends, or the payload limit is reached. */
export function gather(lane: Lane, number: number, shard: ShardView, turn: Turn): Gathered {
  const { nowMs, rules } = turn;
  const first = lane.buffer[lane.taken];
  if (lane.window !== undefined) {
    const closesAtMs = closingTimeMs(lane.window, first, shard, rules);
    if (closesAtMs <= nowMs) {
      const isIdle = first === undefined && !shard.hasEnded;
      const cause = hasOtherSize(lane.window, rules) ? 'windowAcrossDisable' : isIdle ? 'idleWindowCloseMs' : undefined;
      return endOfWindow(lane.window, cause, number, turn);
    }
    if (first === undefined) return { kind: 'wait', untilMs: closesAtMs };
  }
  if (first === undefined) return { kind: 'wait', untilMs: Infinity };

  const isWhole = lane.taken === 0 && lane.buffer.length <= rules.batchSize;
  const front = isWhole ? lane.buffer : lane.buffer.slice(lane.taken, lane.taken + rules.batchSize);
  const limit = countOfFirstWindow(first, front, rules);
  const count = fittingRecords(front, limit, roomForRecords(shard.windowFieldBytes, lane.window, undefined, rules));
  const records = count < front.length ? front.slice(0, count) : front;
  const isFull = count === rules.batchSize || count < waitingCount(lane);
  if (isFull || shard.hasEnded) return cut(records, number, count < limit ? 'payloadLimitBytes' : undefined);
  if (!shard.isCaughtUp) return { kind: 'wait', untilMs: Infinity }; // For the answer to the next read.

  const dueAtMs = batchingWindowStartMs(lane, rules) + rules.batchingWindowMs;
  if (dueAtMs > nowMs) return { kind: 'wait', untilMs: dueAtMs };
  return cut(records, number, wasIdle(lane, rules) ? 'batchingWindowStart' : undefined);
}

function cut(records: readonly StreamRecord[], number: number, assumption: Assumption | undefined): Gathered {
  return { kind: 'batch', batch: newBatch(number, 'new', records, assumption), taken: records.length };
}

/** U4: the batching window of records that came some time after the last call. */
function wasIdle(lane: Lane, rules: PollerRules): boolean {
  const { previousCallEndedAtMs } = lane;
  return (
    rules.batchingWindowMs > 0 && previousCallEndedAtMs > -Infinity && lane.bufferedSinceMs > previousCallEndedAtMs
  );
}

/** S49: always a separate call without records; S54: whether a window that lost all its records gets one is U9. */
function endOfWindow(window: OpenWindow, cause: Assumption | undefined, number: number, turn: Turn): Gathered {
  const isSkipped = !window.hasProcessed && turn.rules.semantics.finalCallOfEmptyWindow === 'skipped';
  if (isSkipped) return { kind: 'dropWindow' };
  const assumption = window.hasProcessed ? cause : 'finalCallOfEmptyWindow';
  return { kind: 'batch', batch: finalInvoke(number, turn.nowMs, false, assumption), taken: 0 };
}

/**
 * S50: a window ends when a record of another window is read, when the shard ends, or when it has been idle long
 * enough past its end.
 */
function closingTimeMs(
  window: OpenWindow,
  first: StreamRecord | undefined,
  shard: ShardView,
  rules: PollerRules,
): number {
  if (hasOtherSize(window, rules)) return -Infinity;
  if (first !== undefined) return windowStartOf(first, rules) === window.startMs ? Infinity : -Infinity;
  if (shard.hasEnded) return -Infinity;
  return shard.isCaughtUp ? window.endMs + rules.semantics.idleWindowCloseMs : Infinity;
}

/** An update of the mapping may have given windows another size. */
function hasOtherSize({ startMs, endMs }: OpenWindow, rules: PollerRules): boolean {
  return endMs - startMs !== rules.tumblingWindowMs;
}

/** S47: a batch holds records of one window only. */
function countOfFirstWindow(first: StreamRecord, buffer: readonly StreamRecord[], rules: PollerRules): number {
  if (rules.tumblingWindowMs === 0) return buffer.length;
  const startMs = windowStartOf(first, rules);
  const end = buffer.findIndex((record) => windowStartOf(record, rules) !== startMs);
  return end === -1 ? buffer.length : end;
}

/** S6: the batching window begins with the first buffered record or the end of the previous call (U4). */
function batchingWindowStartMs(lane: Lane, rules: PollerRules): number {
  const hasCalled = lane.previousCallEndedAtMs > -Infinity;
  if (rules.semantics.batchingWindowStart === 'previousCall' && hasCalled) return lane.previousCallEndedAtMs;
  return Math.max(lane.bufferedSinceMs, lane.previousCallEndedAtMs);
}

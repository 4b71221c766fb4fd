import { expiredPrefix, finalInvokeExpiry } from './age.ts';
import type { Assumption } from './assumption.ts';
import type { Batch } from './batch.ts';
import type { Discard, DiscardCondition } from './command.ts';
import { withDocument } from './documents.ts';
import { withoutTop } from './lane.ts';
import { checkpoint, laneAt, withLane, type Poller } from './poller.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { Turn } from './turn.ts';
import { closeWindow, windowCall, windowOf } from './windowCalls.ts';

/** S38: before each attempt the expired prefix goes, and the rest goes on. Undefined when nothing is expired. */
export function discardExpired(poller: Poller, index: number, batch: Batch, turn: Turn): Poller | undefined {
  const { finalInvoke } = batch;
  const { window } = laneAt(poller, index);
  if (finalInvoke !== undefined && window !== undefined) {
    const expiry = finalInvokeExpiry(finalInvoke, window, turn.nowMs, turn.rules);
    return expiry && giveUp(poller, index, batch, [], expiry, turn);
  }
  const prefix = expiredPrefix(batch.records, turn.nowMs, turn.rules);
  return prefix && giveUp(poller, index, batch, batch.records.slice(0, prefix.count), prefix.expiry, turn);
}

/** Discards the front of a batch, or all of it: the shard goes on behind (section 1, point 9). */
export function giveUp(
  start: Poller,
  index: number,
  batch: Batch,
  records: readonly StreamRecord[],
  condition: DiscardCondition,
  turn: Turn,
): Poller {
  const { rules } = turn;
  // As behind a call: there may be more to read by now, unless the polls are still watching.
  const poller: Poller = { ...start, isCaughtUp: start.reading === 'polling' };
  const lane = laneAt(poller, index);
  const discard: Discard = {
    kind: 'discard',
    lane: index,
    batch,
    records,
    condition,
    invokeCount: invokeCountOf(batch, rules),
    failure: condition === 'RetryAttemptsExhausted' ? batch.lastFailure : undefined,
    window: windowCall(batch, lane.window ?? windowOf(batch, rules)),
    assumption: assumptionOf(batch, records, condition, turn),
  };
  turn.commands.push(discard);

  // S6: the batching window of what comes behind begins with the end of this batch, as behind a call.
  const popped = withDocument({ ...withoutTop(lane), previousCallEndedAtMs: turn.nowMs }, discard, turn);
  if (batch.finalInvoke !== undefined) {
    return withLane(poller, index, closeWindow(popped, index, batch.finalInvoke, turn)); // S55
  }
  const rest = batch.records.slice(records.length);
  if (rest.length === 0) return checkpoint(withLane(poller, index, popped), turn);
  const isFresh = rules.semantics.counterAfterPartialExpiry === 'fresh';
  const lighter = { ...batch, ...(isFresh && { failures: 0, rejections: 0 }), records: rest };
  return checkpoint(withLane(poller, index, { ...popped, work: [...popped.work, lighter] }), turn);
}

/** S26, S38: the calls made; 1 for records that aged out without a call. */
function invokeCountOf(batch: Batch, rules: PollerRules): number {
  return Math.max(1, batch.failures + (rules.semantics.rejectionsCountAsInvokes ? batch.rejections : 0));
}

/** The first thing about a discard that AWS leaves open. */
function assumptionOf(
  batch: Batch,
  records: readonly StreamRecord[],
  condition: DiscardCondition,
  { nowMs, rules }: Turn,
): Assumption | undefined {
  if (condition === 'StreamRetentionExceeded') return 'retentionExpiryDocument';
  if (condition === 'RecordAgeExceeded') {
    if (batch.finalInvoke !== undefined) return 'finalCallAge';
    if (records.some(({ createdAtMs }) => nowMs - createdAtMs === rules.maximumRecordAgeMs)) return 'ageBoundary';
    if (batch.failures > 0 && records.length < batch.records.length) return 'counterAfterPartialExpiry';
  }
  return batch.rejections > 0 ? 'rejectionsCountAsInvokes' : undefined;
}

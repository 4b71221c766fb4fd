import type { Answer } from './answer.ts';
import { newBatch, type Batch } from './batch.ts';
import type { Command } from './command.ts';
import { sendDocuments } from './documents.ts';
import { gather, type ShardView } from './gather.ts';
import { discardExpired } from './giveUp.ts';
import { isEmpty, withoutTop, withTaken } from './lane.ts';
import { fittingRecords, isTooLarge, roomForRecords } from './payload.ts';
import { backToCheckpoint } from './backToCheckpoint.ts';
import { checkpoint, isAtRest, isCalling, laneAt, lanesWith, roomToRead, withLane, type Poller } from './poller.ts';
import type { PollerRules } from './pollerRules.ts';
import { failed, settleCall } from './settleCall.ts';
import type { StreamRecord } from './streamRecord.ts';
import { takeRecords } from './takeRecords.ts';
import { windowStartOf } from './tumblingWindow.ts';
import type { Turn } from './turn.ts';
import { closeWindow, windowCall, withWindowOf } from './windowCalls.ts';

/** What can happen to a poller. Every event is one moment; nothing happens between two events. */
export type PollerEvent =
  /** The shard may be read: it has no parents, or they are finished (S44). */
  | { readonly kind: 'started' }
  /** Answers a `read` or a `poll`. */
  | {
      readonly kind: 'recordsRead';
      readonly records: readonly StreamRecord[];
      /** There is nothing more to read at this moment. */
      readonly isCaughtUp: boolean;
      /** The shard is closed and this was its end. */
      readonly hasEnded: boolean;
    }
  | { readonly kind: 'answered'; readonly lane: number; readonly answer: Answer }
  | { readonly kind: 'woke'; readonly lane: number }
  | { readonly kind: 'disabled' }
  /** Enabled again, or updated: go on from the checkpoint under the rules that now hold (S3). */
  | { readonly kind: 'restarted' };

export interface Step {
  readonly poller: Poller;
  readonly commands: readonly Command[];
}

/**
 * The one place that decides: the next state of a poller and what its driver is to do about it. Pure; the simulator
 * and a live poller drive the same function.
 */
export function transition(
  poller: Poller,
  event: PollerEvent,
  nowMs: number,
  rules: PollerRules,
  /** The rules by which an answer is judged, where they are others: an update came in between (S62). */
  callRules = rules,
): Step {
  const turn: Turn = { nowMs, rules, commands: [] };
  const absorbed = absorb(poller, event, event.kind === 'answered' ? { ...turn, rules: callRules } : turn);
  return { poller: absorbed.phase === 'polling' ? proceed(absorbed, turn) : absorbed, commands: turn.commands };
}

function absorb(poller: Poller, event: PollerEvent, turn: Turn): Poller {
  switch (event.kind) {
    case 'started':
      return { ...poller, phase: 'polling' };
    case 'recordsRead':
      return {
        ...takeRecords(poller, event.records, turn),
        readThrough: event.records.at(-1)?.sequenceNumber ?? poller.readThrough,
        reading: 'no',
        isCaughtUp: event.isCaughtUp,
        hasEnded: event.hasEnded,
      };
    case 'answered':
      return settleCall(poller, event.lane, event.answer, turn);
    case 'woke':
      // The lane may be gone: a restart with a smaller ParallelizationFactor leaves its wake-ups behind (S43).
      if (event.lane >= poller.lanes.length) return poller;
      return withLane(poller, event.lane, { ...laneAt(poller, event.lane), wakesAtMs: undefined });
    case 'disabled':
      return { ...poller, isEnabled: false };
    case 'restarted':
      return { ...poller, isEnabled: true, restarts: true };
  }
}

/** Carries the poller as far as it can go at this moment: attempts in every idle lane, then the next read. */
function proceed(start: Poller, turn: Turn): Poller {
  let poller = start;
  if (!poller.isEnabled || poller.restarts) {
    if (isCalling(poller)) return poller;
    turn.commands.push({ kind: 'rewind', after: poller.checkpoint });
    poller = { ...backToCheckpoint(poller, turn), restarts: false };
    if (!poller.isEnabled) return poller;
  }

  for (let index = 0; index < poller.lanes.length; index++) poller = attemptNext(poller, index, turn);
  if (isAtRest(poller)) poller = checkpoint(poller, turn); // S12: records that are filtered out move the position too.
  return isFinished(poller) ? finish(poller, turn) : readMore(poller, turn);
}

/** Sends the next batch of a lane, or finds out what it waits for. */
function attemptNext(start: Poller, index: number, turn: Turn): Poller {
  let poller = start;
  for (;;) {
    const lane = laneAt(poller, index);
    if (lane.isCalling || turn.nowMs < lane.resumesAtMs) return poller;

    const batch = lane.work.at(-1);
    if (batch === undefined && isEmpty(lane)) return poller;
    if (batch === undefined && lane.documents.length > 0) {
      poller = withLane(poller, index, sendDocuments(lane, turn));
      continue;
    }
    if (batch === undefined) {
      const gathered = gather(lane, poller.nextBatchNumber, shardView(poller, turn), turn);
      if (gathered.kind === 'wait') return waitUntil(poller, index, gathered.untilMs, turn);
      if (gathered.kind === 'dropWindow') {
        poller = withLane(poller, index, closeWindow(lane, index, undefined, turn, 'finalCallOfEmptyWindow'));
        continue;
      }
      const lanes = lanesWith(poller, index, {
        ...withTaken(lane, gathered.taken),
        work: [gathered.batch],
        isHalved: false,
      });
      poller = { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 1 };
      continue;
    }

    const lighter = discardExpired(poller, index, batch, turn) ?? skipAfterTermination(poller, index, batch, turn);
    if (lighter !== undefined) {
      poller = lighter;
      continue;
    }
    poller = withWindowOf(poller, index, batch, turn);
    const { window } = laneAt(poller, index);
    const room = roomForRecords(poller.windowFieldBytes, window, batch.finalInvoke, turn.rules);
    if (isTooLarge(batch.records, room)) {
      const smaller = cutToFit(poller, index, batch, room);
      if (smaller !== undefined) {
        poller = smaller;
        continue;
      }
      turn.commands.push({ kind: 'payloadTooLarge', lane: index, batch });
      poller = failed(poller, index, { ...batch, lastFailure: undefined }, turn); // S9: uses the retry budget.
      continue;
    }
    turn.commands.push({ kind: 'invoke', lane: index, batch, window: windowCall(batch, window) });
    return withLane(poller, index, { ...laneAt(poller, index), isCalling: true });
  }
}

/** S4, S8: a batch that a grown state left no room for is cut where it fits; undefined for a single record (S9). */
function cutToFit(poller: Poller, index: number, batch: Batch, room: number): Poller | undefined {
  if (batch.records.length < 2) return undefined;
  const lane = laneAt(poller, index);
  const count = fittingRecords(batch.records, batch.records.length, room);
  const rest = newBatch(poller.nextBatchNumber, 'suffix', batch.records.slice(count), 'payloadLimitBytes');
  const front: Batch = { ...batch, records: batch.records.slice(0, count) };
  const work = [...withoutTop(lane).work, rest, front];
  const lanes = lanesWith(poller, index, { ...lane, work });
  return { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 1 };
}

/** U9: with `skipRecords`, the later records of a window that was terminated early are left out (S52). */
function skipAfterTermination(poller: Poller, index: number, batch: Batch, turn: Turn): Poller | undefined {
  const lane = laneAt(poller, index);
  const [first] = batch.records;
  if (turn.rules.semantics.afterEarlyTermination !== 'skipRecords') return undefined;
  if (first === undefined || windowStartOf(first, turn.rules) !== lane.terminatedWindowStartMs) return undefined;
  turn.commands.push({ kind: 'skip', records: batch.records, reason: 'terminatedWindow' });
  return checkpoint(withLane(poller, index, withoutTop(lane)), turn);
}

/** Orders the next read when a lane could use records: at once, or, when all is read, at the coming polls (S1). */
function readMore(poller: Poller, turn: Turn): Poller {
  const isHungry = poller.lanes.some((lane) => lane.work.length === 0);
  const limit = roomToRead(poller, turn.rules);
  if (poller.reading !== 'no' || poller.hasEnded || !isHungry || limit === 0) return poller;
  turn.commands.push({ kind: poller.isCaughtUp ? 'poll' : 'read', limit });
  return { ...poller, reading: poller.isCaughtUp ? 'polling' : 'now' };
}

function shardView(poller: Poller, turn: Turn): ShardView {
  const cannotReadMore = roomToRead(poller, turn.rules) === 0;
  const { hasEnded, windowFieldBytes } = poller;
  return { isCaughtUp: poller.isCaughtUp || cannotReadMore, hasEnded, windowFieldBytes };
}

function waitUntil(poller: Poller, index: number, untilMs: number, turn: Turn): Poller {
  const lane = laneAt(poller, index);
  if (untilMs === Infinity || lane.wakesAtMs === untilMs) return poller;
  turn.commands.push({ kind: 'wake', lane: index, atMs: untilMs });
  return withLane(poller, index, { ...lane, wakesAtMs: untilMs });
}

/** The shard is closed, read to its end, and nothing of it is left to do (S44); its end has ended its window (S50). */
function isFinished(poller: Poller): boolean {
  return poller.hasEnded && isAtRest(poller);
}

function finish(poller: Poller, turn: Turn): Poller {
  turn.commands.push({ kind: 'finish' });
  return { ...poller, phase: 'finished' };
}

import type { Answer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import { bisect, newBatch, redelivery, type Batch } from './batch.ts';
import { giveUp } from './giveUp.ts';
import { judge } from './judge.ts';
import { waiting, waitingCount, withoutTop, withTop, type Lane } from './lane.ts';
import { checkpoint, laneAt, lanesWith, withLane, type Poller } from './poller.ts';
import type { Turn } from './turn.ts';
import { carryState, closeWindow } from './windowCalls.ts';

/** Judges the answer to the call of a lane and puts the consequence on its stack. */
export function settleCall(start: Poller, index: number, answer: Answer, turn: Turn): Poller {
  const lane: Lane = { ...laneAt(start, index), isCalling: false, previousCallEndedAtMs: turn.nowMs };
  // Time has passed since the last read, so there may be more by now, unless the polls are still watching.
  const poller: Poller = {
    ...start,
    lanes: lanesWith(start, index, lane),
    isCaughtUp: start.reading === 'polling',
  };
  const batch = lane.work.at(-1);
  if (batch === undefined) throw new Error(`millrace invariant: ${start.shardId} was answered without a call.`);

  if (answer.kind === 'rejected') {
    turn.commands.push({ kind: 'judge', lane: index, batch, outcome: answer.reason });
    return backOff(poller, index, { ...batch, rejections: batch.rejections + 1 }, turn); // S29
  }

  // By the call that was made, whatever an update has made of the mapping since.
  const verdict = judge(answer, batch, turn.rules, lane.window !== undefined);
  const { assumption } = verdict;
  const isForgotten = answer.kind === 'returned' && answer.isForgotten === true;
  switch (verdict.kind) {
    case 'success':
      turn.commands.push({ kind: 'judge', lane: index, batch, outcome: 'success', assumption });
      if (isForgotten) return forgotten(poller, index, batch, turn);
      return checkpoint(succeeded(poller, index, batch, verdict.state, turn), turn);
    case 'progress': {
      turn.commands.push({ kind: 'judge', lane: index, batch, outcome: 'partialFailure', assumption });
      if (isForgotten) return forgotten(poller, index, batch, turn);
      const newerWait = waitingCount(lane) > 0 || !start.isCaughtUp;
      return checkpoint(resumed(poller, index, batch, { ...verdict, newerWait }, turn), turn);
    }
    case 'failure': {
      turn.commands.push({ kind: 'judge', lane: index, batch, outcome: verdict.reason, assumption });
      if (turn.rules.bisects && batch.records.length > 1) return halved(poller, index, batch, turn);
      const lastFailure = { functionError: verdict.functionError };
      return failed(poller, index, { ...batch, lastFailure }, turn);
    }
  }
}

/** The batch is done; with a tumbling window its state is carried on, or the window ends (S48, S49, S52). */
function succeeded(poller: Poller, index: number, batch: Batch, state: unknown, turn: Turn): Poller {
  const { finalInvoke } = batch;
  const lane = withoutTop(laneAt(poller, index));
  if (finalInvoke !== undefined) return withLane(poller, index, closeWindow(lane, index, finalInvoke, turn));
  return carryState(withLane(poller, index, lane), index, state, turn);
}

/**
 * S60: a success before it is kept: the checkpoint stays where it was, and the state of a window with it. The batch is
 * delivered again, at once.
 */
function forgotten(poller: Poller, index: number, batch: Batch, turn: Turn): Poller {
  const again = redelivery(batch, poller.nextBatchNumber);
  turn.commands.push({ kind: 'redeliver', lane: index, again });
  const lanes = lanesWith(poller, index, withTop(laneAt(poller, index), again));
  return { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 1 };
}

/** S21: what was reported and all that follows is a new batch, sent at once, with a fresh retry budget. */
function resumed(
  poller: Poller,
  index: number,
  batch: Batch,
  verdict: { readonly firstFailed: number; readonly state: unknown; readonly newerWait: boolean },
  turn: Turn,
): Poller {
  const { semantics } = turn.rules;
  const suffix = newBatch(poller.nextBatchNumber, 'suffix', batch.records.slice(verdict.firstFailed));
  const lane = withoutTop(laneAt(poller, index));
  const canBeToppedUp = verdict.newerWait && suffix.records.length < turn.rules.batchSize;
  const assumption = lane.window !== undefined ? 'stateOfPartialReport' : canBeToppedUp ? 'suffixTopUp' : undefined;
  turn.commands.push({ kind: 'resume', lane: index, suffix, assumption });
  const cut: Lane = semantics.suffixTopUp // S25, U2
    ? { ...lane, buffer: [...suffix.records, ...waiting(lane)], taken: 0, bufferedSinceMs: turn.nowMs }
    : { ...lane, work: [...lane.work, suffix] };
  const lanes = lanesWith(poller, index, cut);
  const next: Poller = { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 1 };
  return semantics.stateOfPartialReport === 'used' ? carryState(next, index, verdict.state, turn) : next; // S56
}

/** S33: split at once, the left half first; splitting is free of charge (S34). */
function halved(poller: Poller, index: number, batch: Batch, turn: Turn): Poller {
  const [left, right] = bisect(batch, poller.nextBatchNumber);
  turn.commands.push({ kind: 'bisect', lane: index, left, right });
  const lane = withoutTop(laneAt(poller, index));
  const lanes = lanesWith(poller, index, { ...lane, work: [...lane.work, right, left], isHalved: true });
  return { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 2 };
}

/** S26: a failed try uses the retry budget; when it is used up the batch is given up, else it is sent again later. */
export function failed(poller: Poller, index: number, batch: Batch, turn: Turn): Poller {
  const counted = { ...batch, failures: batch.failures + 1 };
  return counted.failures > turn.rules.maximumRetryAttempts
    ? giveUp(poller, index, counted, counted.records, 'RetryAttemptsExhausted', turn)
    : backOff(poller, index, counted, turn);
}

/** S27, S28: the same batch, with the same request id, after a wait. */
function backOff(poller: Poller, index: number, batch: Batch, turn: Turn): Poller {
  const untilMs = turn.nowMs + backoffMs(batch, turn.rules);
  turn.commands.push({ kind: 'backOff', lane: index, batch, untilMs });
  turn.commands.push({ kind: 'wake', lane: index, atMs: untilMs });
  const lane = withTop(laneAt(poller, index), batch);
  return withLane(poller, index, { ...lane, resumesAtMs: untilMs, wakesAtMs: untilMs });
}

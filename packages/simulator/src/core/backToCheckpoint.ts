import { finalInvoke } from './batch.ts';
import { sendDocuments } from './documents.ts';
import { idleLane, type Lane } from './lane.ts';
import type { Poller } from './poller.ts';
import type { Turn } from './turn.ts';
import { closeWindow } from './windowCalls.ts';

/**
 * S3: whatever was gathered or under retry is read again from the checkpoint. An open window keeps its state, and the
 * final call that its state made due is due again, afresh, like every other final call (S52, S57).
 */
export function backToCheckpoint(poller: Poller, turn: Turn): Poller {
  const { rules } = turn;
  for (const lane of poller.lanes) sendDocuments(lane, turn);
  const keepsWindow = rules.tumblingWindowMs > 0 && rules.semantics.windowAcrossDisable !== 'replayed';
  if (!keepsWindow) {
    for (const [index, lane] of poller.lanes.entries())
      closeWindow(lane, index, undefined, turn, 'windowAcrossDisable');
  }
  let { nextBatchNumber } = poller;
  const lanes = Array.from({ length: rules.parallelizationFactor }, (_, index): Lane => {
    const lane = poller.lanes[index];
    if (!keepsWindow || lane === undefined) return idleLane;
    const isDue = lane.work.some((batch) => batch.finalInvoke?.isTerminatedEarly === true);
    const work = isDue ? [finalInvoke(nextBatchNumber++, turn.nowMs, true, 'stateLimitBytes')] : [];
    return { ...idleLane, work, window: lane.window, terminatedWindowStartMs: lane.terminatedWindowStartMs };
  });
  const nothingRead = { reading: 'no', isCaughtUp: false, hasEnded: false, readThrough: poller.checkpoint } as const;
  return { ...poller, lanes, nextBatchNumber, ...nothingRead };
}

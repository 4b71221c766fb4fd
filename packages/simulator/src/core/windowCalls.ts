import type { Assumption } from './assumption.ts';
import { finalInvoke, type Batch, type FinalInvoke } from './batch.ts';
import type { WindowCall } from './command.ts';
import type { Lane } from './lane.ts';
import { laneAt, lanesWith, withLane, type Poller } from './poller.ts';
import type { PollerRules } from './pollerRules.ts';
import { openWindow, type OpenWindow } from './tumblingWindow.ts';
import type { Turn } from './turn.ts';
import { stateBytes } from './stateBytes.ts';

/** The window fields that go with a call (S46). */
export function windowCall(batch: Batch, window: OpenWindow | undefined): WindowCall | undefined {
  if (window === undefined) return undefined;
  return {
    startMs: window.startMs,
    endMs: window.endMs,
    state: window.state,
    isFinalInvoke: batch.finalInvoke !== undefined,
    isTerminatedEarly: batch.finalInvoke?.isTerminatedEarly ?? false,
  };
}

/** S47: the lane with the window of a batch open; a window is opened by its first call. */
export function withWindowOf(poller: Poller, index: number, batch: Batch, turn: Turn): Poller {
  const lane = laneAt(poller, index);
  if (lane.window !== undefined) return poller;
  const window = windowOf(batch, turn.rules);
  if (window === undefined) return poller;
  const { startMs, endMs } = window;
  turn.commands.push({ kind: 'openWindow', lane: index, startMs, endMs });
  return withLane(poller, index, { ...lane, window });
}

/** The window that the records of a batch belong to; all of a batch belong to one (S47). */
export function windowOf(batch: Batch, rules: PollerRules): OpenWindow | undefined {
  const [first] = batch.records;
  if (rules.tumblingWindowMs === 0 || first === undefined) return undefined;
  return openWindow(first, rules);
}

/** S48: the state of the last successful call; over its limit the window ends at once, with that state (S52). */
export function carryState(poller: Poller, index: number, state: unknown, turn: Turn): Poller {
  const lane = laneAt(poller, index);
  if (lane.window === undefined) return poller;
  const bytes = stateBytes(state) ?? 0;
  const window = { ...lane.window, state, stateBytes: bytes, hasProcessed: true };
  if (bytes <= turn.rules.semantics.stateLimitBytes) return withLane(poller, index, { ...lane, window });
  const early = finalInvoke(poller.nextBatchNumber, turn.nowMs, true, 'stateLimitBytes');
  const lanes = lanesWith(poller, index, { ...lane, window, work: [...lane.work, early] });
  return { ...poller, lanes, nextBatchNumber: poller.nextBatchNumber + 1 };
}

/** S49: the state is dropped and the next window starts with `{}`. */
export function closeWindow(
  lane: Lane,
  index: number,
  final: FinalInvoke | undefined,
  turn: Turn,
  assumption?: Assumption,
): Lane {
  const { window } = lane;
  if (window === undefined) return lane;
  const isTerminatedEarly = final?.isTerminatedEarly ?? false;
  const { startMs, endMs } = window;
  turn.commands.push({ kind: 'closeWindow', lane: index, startMs, endMs, isTerminatedEarly, assumption });
  const terminatedWindowStartMs = isTerminatedEarly ? startMs : lane.terminatedWindowStartMs;
  return { ...lane, window: undefined, terminatedWindowStartMs };
}

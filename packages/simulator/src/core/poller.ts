import { firstUnsettled, idleLane, waitingCount, type Lane } from './lane.ts';
import { windowFieldBytes } from './payload.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { Turn } from './turn.ts';

/** Everything the mapping remembers of one shard. Plain data: it can be printed, stored and restored. */
export interface Poller {
  readonly shardId: string;
  readonly phase: 'waitingForParents' | 'polling' | 'finished';
  /** The mapping is enabled; a disabled poller ends the calls that are under way and starts nothing new (S3). */
  readonly isEnabled: boolean;
  /** The mapping was enabled again or updated: go back to the checkpoint once no call is under way (S3). */
  readonly restarts: boolean;
  readonly lanes: readonly Lane[];
  /** A read is under way: one that answers at this moment, or one that waits for the polls to find something. */
  readonly reading: 'no' | 'now' | 'polling';
  /** The last read found all there was. */
  readonly isCaughtUp: boolean;
  /** The shard is closed and read to its end. */
  readonly hasEnded: boolean;
  /** The last sequence number read from the shard. */
  readonly readThrough: string | undefined;
  /** The highest sequence number that needs no more work. */
  readonly checkpoint: string | undefined;
  readonly nextBatchNumber: number;
  /** Bytes of the fields of a window in an event of this shard (S8, S46). */
  readonly windowFieldBytes: number;
}

export function newPoller(shardId: string, laneCount: number, streamArn = ''): Poller {
  return {
    shardId,
    phase: 'waitingForParents',
    isEnabled: true,
    restarts: false,
    lanes: Array.from({ length: laneCount }, () => idleLane),
    reading: 'no',
    isCaughtUp: false,
    hasEnded: false,
    readThrough: undefined,
    checkpoint: undefined,
    nextBatchNumber: 0,
    windowFieldBytes: windowFieldBytes(shardId, streamArn),
  };
}

export function laneAt(poller: Poller, index: number): Lane {
  const lane = poller.lanes[index];
  if (lane === undefined) throw new Error(`millrace invariant: ${poller.shardId} has no lane ${index}.`);
  return lane;
}

/** The same poller with one lane replaced. */
export function withLane(poller: Poller, index: number, lane: Lane): Poller {
  return { ...poller, lanes: lanesWith(poller, index, lane) };
}

/** The lanes of a poller with one replaced. */
export function lanesWith({ lanes }: Poller, index: number, lane: Lane): readonly Lane[] {
  return lanes.length === 1 ? [lane] : lanes.with(index, lane);
}

/** Nothing that was read still needs work. */
export function isAtRest(poller: Poller): boolean {
  return poller.lanes.every((lane) => lane.work.length === 0 && waitingCount(lane) === 0);
}

/** Whether a call is under way in any lane. */
export function isCalling(poller: Poller): boolean {
  return poller.lanes.some((lane) => lane.isCalling);
}

/**
 * U5: how many records may be read ahead: one batch, or with several lanes enough that one cannot starve the others. What
 * lies ahead of a busy lane is filled up in large steps, as each of them moves it; 0 until there is room for one.
 */
export function roomToRead(poller: Poller, { batchSize, semantics }: PollerRules): number {
  const { length } = poller.lanes;
  const most = length === 1 ? batchSize : Math.max(batchSize * length, semantics.laneReadAheadRecords);
  const room = poller.lanes.reduce((left, lane) => left - waitingCount(lane), most);
  const step = Math.max(1, Math.floor((most - batchSize * length) / 10));
  return room < step ? 0 : room;
}

/** Moves the checkpoint up to what is settled; it never moves back. */
export function checkpoint(poller: Poller, turn: Turn): Poller {
  const sequenceNumber = settledThrough(poller, turn.rules);
  if (sequenceNumber === undefined || sequenceNumber === poller.checkpoint) return poller;
  turn.commands.push({ kind: 'checkpoint', sequenceNumber });
  return { ...poller, checkpoint: sequenceNumber };
}

/** S43, U5: the durable checkpoint stands just below the lowest record that still needs work, in whatever lane. */
function settledThrough(poller: Poller, rules: PollerRules): string | undefined {
  // S57, U9: an open window that is to be replayed holds the checkpoint below its first record; windows have one lane.
  const window = poller.lanes[0]?.window;
  if (window !== undefined && rules.semantics.windowAcrossDisable !== 'kept') return window.opensAfter;
  let lowest: StreamRecord | undefined;
  for (const lane of poller.lanes) {
    const record = firstUnsettled(lane);
    if (record !== undefined && (lowest === undefined || record.position < lowest.position)) lowest = record;
  }
  return lowest === undefined ? poller.readThrough : lowest.previousSequenceNumber;
}

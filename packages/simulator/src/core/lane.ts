import type { Batch } from './batch.ts';
import type { Discard } from './command.ts';
import { fmix32 } from './fmix32.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { OpenWindow } from './tumblingWindow.ts';

/**
 * One sequence of batches within a shard: there are as many as the ParallelizationFactor says (S43), one by default.
 * A lane has at most one call under way.
 */
export interface Lane {
  /** Read and matching, in the order of the shard. Its front has become batches: see `taken`. */
  readonly buffer: readonly StreamRecord[];
  /** How many records of the front of the buffer do not wait any more; cutting them off each time would copy the rest. */
  readonly taken: number;
  readonly bufferedSinceMs: number;
  /** A stack: the last element is sent next, so the left half of a split comes before the right (S33). */
  readonly work: readonly Batch[];
  /** Whether bisect took the batch at work apart (S33). */
  readonly isHalved: boolean;
  /** Documents that wait until the batch that bisect took apart is worked out (U6). */
  readonly documents: readonly Discard[];
  readonly isCalling: boolean;
  /** Or, where a batch was given up without one, the end of that (S6). */
  readonly previousCallEndedAtMs: number;
  /** Backing off: nothing is sent before this (S28). */
  readonly resumesAtMs: number;
  /** The wake-up that is already ordered, so that it is ordered once. */
  readonly wakesAtMs: number | undefined;
  readonly window: OpenWindow | undefined;
  /** Start of the last window that was terminated early: what becomes of its later records is U9 (S52). */
  readonly terminatedWindowStartMs: number | undefined;
}

export const idleLane: Lane = {
  buffer: [],
  taken: 0,
  bufferedSinceMs: -Infinity,
  work: [],
  isHalved: false,
  documents: [],
  isCalling: false,
  previousCallEndedAtMs: -Infinity,
  resumesAtMs: -Infinity,
  wakesAtMs: undefined,
  window: undefined,
  terminatedWindowStartMs: undefined,
};

/** The first record that still needs work: batches on the stack come before the buffer, the top of the stack first. */
export function firstUnsettled(lane: Lane): StreamRecord | undefined {
  const batch = lane.work.findLast(({ records }) => records.length > 0);
  return batch?.records[0] ?? lane.buffer[lane.taken];
}

/** How many records wait to become a batch. */
export function waitingCount({ buffer, taken }: Lane): number {
  return buffer.length - taken;
}

/** A lane without work that has nothing to make any of, and no window to end: of several, most are like that now and then. */
export function isEmpty(lane: Lane): boolean {
  return waitingCount(lane) === 0 && lane.window === undefined && lane.documents.length === 0;
}

/** The records that wait to become a batch. */
export function waiting({ buffer, taken }: Lane): readonly StreamRecord[] {
  return taken === 0 ? buffer : buffer.slice(taken);
}

/** The lane without the first of its waiting records. What is taken is let go of when it is the larger part. */
export function withTaken(lane: Lane, count: number): Lane {
  const taken = lane.taken + count;
  return 2 * taken < lane.buffer.length ? { ...lane, taken } : { ...lane, buffer: lane.buffer.slice(taken), taken: 0 };
}

/**
 * S43: the lane of an item; the same item always gets the same lane, so its order is kept.
 *
 * FNV-1a over the key, mixed where an attribute ends. The lowest bit of FNV-1a alone is the parity of the characters:
 * where a partition and a sort key count up together (`C#7`, `O#7`) it is always the same, and every second lane would
 * stay empty. Within an attribute it does good: items that are counted (`o-1`, `o-2`) take turns.
 */
export function hashLane(itemKey: string, laneCount: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < itemKey.length; index++) {
    const code = itemKey.charCodeAt(index);
    if (code === comma) hash = fmix32(hash);
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return (hash >>> 0) % laneCount;
}

const comma = 44;

/** The lane without the batch that is being worked on. */
export function withoutTop(lane: Lane): Lane {
  return { ...lane, work: lane.work.slice(0, -1) };
}

/** The lane with that batch replaced. */
export function withTop(lane: Lane, batch: Batch): Lane {
  return { ...lane, work: [...lane.work.slice(0, -1), batch] };
}

import { newBatch } from './batch.ts';
import { laneOf } from './laneOf.ts';
import { waiting, waitingCount, type Lane } from './lane.ts';
import type { Poller } from './poller.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { Turn } from './turn.ts';

/**
 * Puts records that were read into the buffers of their lanes, in the order of the shard. Filtering comes before
 * batching (S12), records from before the starting position are not the mapping's, and what has left the stream before it
 * was read cannot be read any more (S2): none of them takes a place.
 */
export function takeRecords(poller: Poller, records: readonly StreamRecord[], turn: Turn): Poller {
  const owned = withoutMissed(withoutSkipped(records, turn), turn);
  const lost = owned.filter((record) => hasLeftTheStream(record, turn));
  const held = lost.length === 0 ? owned : owned.filter((record) => !hasLeftTheStream(record, turn));
  const { lanes } = poller;
  const taken = shareOut(withoutFilteredOut(held, turn), lanes, turn.rules);
  const filled = lanes.map((lane, index) => {
    const added = taken[index] ?? [];
    if (added.length === 0) return lane;
    if (waitingCount(lane) === 0) return { ...lane, buffer: added, taken: 0, bufferedSinceMs: turn.nowMs };
    return { ...lane, buffer: waiting(lane).concat(added), taken: 0 };
  });
  if (lost.length === 0) return { ...poller, lanes: filled };
  tellLost(lost, poller.nextBatchNumber, turn);
  return { ...poller, lanes: filled, nextBatchNumber: poller.nextBatchNumber + 1 };
}

function hasLeftTheStream({ createdAtMs }: StreamRecord, { nowMs, rules }: Turn): boolean {
  return nowMs - createdAtMs >= rules.semantics.retentionMs;
}

/** S38, U8: of what nobody could read there is no document, whatever becomes of what was read in time. */
function tellLost(records: readonly StreamRecord[], number: number, { commands }: Turn): void {
  commands.push({
    kind: 'discard',
    lane: 0,
    batch: newBatch(number, 'new', records),
    records,
    condition: 'StreamRetentionExceeded',
    invokeCount: 1,
    failure: undefined,
    window: undefined,
    assumption: undefined,
  });
}

/** The records that each lane takes. */
function shareOut(
  records: readonly StreamRecord[],
  lanes: readonly Lane[],
  rules: PollerRules,
): readonly (readonly StreamRecord[])[] {
  if (lanes.length === 1) return [records];
  const taken: StreamRecord[][] = lanes.map(() => []);
  const assign = laneOf(lanes, taken, rules);
  for (const record of records) taken[assign(record)]?.push(record);
  return taken;
}

function withoutSkipped(records: readonly StreamRecord[], turn: Turn): readonly StreamRecord[] {
  const startMs = turn.rules.skipsCreatedBeforeMs;
  if (records.every((record) => record.createdAtMs >= startMs)) return records;
  const skipped = records.filter((record) => record.createdAtMs < startMs);
  turn.commands.push({ kind: 'skip', records: skipped, reason: 'beforeStartingPosition' });
  return records.filter((record) => record.createdAtMs >= startMs);
}

/** S2: LATEST misses what is created while the mapping comes into being or restarts. */
function withoutMissed(records: readonly StreamRecord[], turn: Turn): readonly StreamRecord[] {
  const { latestGaps } = turn.rules;
  if (latestGaps.length === 0) return records;
  const isMissed = ({ createdAtMs }: StreamRecord): boolean =>
    latestGaps.some(({ fromMs, toMs }) => createdAtMs >= fromMs && createdAtMs < toMs);
  const missed = records.filter(isMissed);
  if (missed.length === 0) return records;
  turn.commands.push({ kind: 'skip', records: missed, reason: 'latestGap' });
  return records.filter((record) => !isMissed(record));
}

function withoutFilteredOut(records: readonly StreamRecord[], turn: Turn): readonly StreamRecord[] {
  const { matches } = turn.rules;
  if (matches === undefined) return records;
  const matching: StreamRecord[] = [];
  const others: StreamRecord[] = [];
  for (const record of records) (matches(record.wire) ? matching : others).push(record);
  if (others.length > 0) turn.commands.push({ kind: 'skip', records: others, reason: 'filteredOut' });
  return matching;
}

import { laneOf } from './laneOf.ts';
import type { Lane } from './lane.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { Turn } from './turn.ts';

/**
 * Puts records that were read into the buffers of their lanes, in the order of the shard. Filtering comes before
 * batching (S12), and records from before the starting position are not the mapping's (S2): neither takes a place.
 */
export function takeRecords(lanes: readonly Lane[], records: readonly StreamRecord[], turn: Turn): readonly Lane[] {
  const wanted = withoutFilteredOut(withoutSkipped(records, turn), turn);
  const taken = shareOut(wanted, lanes, turn.rules);
  return lanes.map((lane, index) => {
    const added = taken[index] ?? [];
    if (added.length === 0) return lane;
    if (lane.buffer.length === 0) return { ...lane, buffer: added, bufferedSinceMs: turn.nowMs };
    return { ...lane, buffer: [...lane.buffer, ...added] };
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
  for (const record of records) taken[laneOf(record, lanes, taken, rules)]?.push(record);
  return taken;
}

function withoutSkipped(records: readonly StreamRecord[], turn: Turn): readonly StreamRecord[] {
  const startMs = turn.rules.skipsCreatedBeforeMs;
  if (records.every((record) => record.createdAtMs >= startMs)) return records;
  const skipped = records.filter((record) => record.createdAtMs < startMs);
  turn.commands.push({ kind: 'skip', records: skipped, reason: 'beforeStartingPosition' });
  return records.filter((record) => record.createdAtMs >= startMs);
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

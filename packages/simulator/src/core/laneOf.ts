import { firstUnsettled, hashLane, type Lane } from './lane.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';

/**
 * S43, U5: the lane that takes a record. Whatever the assignment, records of one item never overtake each other: the
 * hash is a function of the item alone, and the least loaded lane is asked only for items that no lane holds.
 */
export function laneOf(
  record: StreamRecord,
  lanes: readonly Lane[],
  taken: readonly (readonly StreamRecord[])[],
  rules: PollerRules,
): number {
  if (rules.semantics.laneAssignment === 'hash') return hashLane(record.itemKey, lanes.length);
  const loads = lanes.map((lane, index) => recordsOf(lane, taken[index] ?? []));
  const holder = loads.findIndex((records) => records.some((other) => other.itemKey === record.itemKey));
  if (holder !== -1) return holder;
  return loads.reduce((best, records, index) => (records.length < (loads[best]?.length ?? 0) ? index : best), 0);
}

function recordsOf(lane: Lane, taken: readonly StreamRecord[]): readonly StreamRecord[] {
  if (firstUnsettled(lane) === undefined) return taken;
  return [...lane.work.flatMap((batch) => batch.records), ...lane.buffer, ...taken];
}

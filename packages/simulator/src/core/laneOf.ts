import { hashLane, type Lane } from './lane.ts';
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
  const held = lanes.map((lane, index) => [
    ...lane.work.map(({ records }) => records),
    lane.buffer,
    taken[index] ?? [],
  ]);
  const holdsItem = (records: readonly StreamRecord[]): boolean =>
    records.some((other) => other.itemKey === record.itemKey);
  const holder = held.findIndex((lists) => lists.some(holdsItem));
  if (holder !== -1) return holder;
  const loads = held.map((lists) => lists.reduce((load, { length }) => load + length, 0));
  return loads.indexOf(Math.min(...loads));
}

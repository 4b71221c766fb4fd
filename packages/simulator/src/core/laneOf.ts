import { hashLane, waiting, type Lane } from './lane.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';

/**
 * S43, U5: answers for record after record the lane that takes it. Whatever the assignment, records of one item never
 * overtake each other: the hash is a function of the item alone, and the least loaded lane is asked only for items that no
 * lane holds. `taken` are records that lanes have been given beside what they hold.
 */
export function laneOf(
  lanes: readonly Lane[],
  taken: readonly (readonly StreamRecord[])[],
  rules: PollerRules,
): (record: StreamRecord) => number {
  if (rules.semantics.laneAssignment === 'hash') return ({ itemKey }) => hashLane(itemKey, lanes.length);
  const holders = new Map<string, number>();
  const loads = lanes.map((lane, index) => {
    const held = [...lane.work.map(({ records }) => records), waiting(lane), taken[index] ?? []];
    for (const { itemKey } of held.flat()) if (!holders.has(itemKey)) holders.set(itemKey, index);
    return held.reduce((load, { length }) => load + length, 0);
  });
  return ({ itemKey }) => {
    const lane = holders.get(itemKey) ?? loads.indexOf(Math.min(...loads));
    holders.set(itemKey, lane);
    loads[lane] = (loads[lane] ?? 0) + 1;
    return lane;
  };
}

import { expect, test } from '@jest/globals';
import { idleLane, type Lane } from '../../src/core/lane.ts';
import { laneOf } from '../../src/core/laneOf.ts';
import { newBatch } from '../../src/core/batch.ts';
import { ofItems, rulesWith } from './leafFixtures.ts';

const leastLoaded = rulesWith({ semantics: { laneAssignment: 'leastLoaded' } });

/** The lane that takes a record of the item, while three lanes hold records of these. */
function laneFor(item: string, held: readonly Lane[], taken: readonly string[][] = [[], [], []]): number {
  const [record] = ofItems(item);
  if (record === undefined) throw new Error('There is one record.');
  const assign = laneOf(
    held,
    taken.map((items) => ofItems(...items)),
    leastLoaded,
  );
  return assign(record);
}

const buffering = (...items: string[]): Lane => ({ ...idleLane, buffer: ofItems(...items) });
const working = (...items: string[]): Lane => ({ ...idleLane, work: [newBatch(1, 'new', ofItems(...items))] });

test('U5: leastLoaded takes the lane with the fewest records, waiting, under way or just taken; the first of equals', () => {
  expect(laneFor('x', [buffering('a'), idleLane, idleLane])).toBe(1);
  expect(laneFor('x', [buffering('a'), working('b', 'c'), buffering('d', 'e', 'f')])).toBe(0);
  expect(laneFor('x', [idleLane, idleLane, idleLane], [['a'], ['b'], []])).toBe(2);
  expect(laneFor('x', [working('a'), buffering('b'), idleLane], [[], [], ['c', 'd']])).toBe(0);
  expect(laneFor('x', [{ ...working('a'), buffer: ofItems('b') }, working('c'), working('d', 'e')])).toBe(1);
});

test('U5: leastLoaded gives an item to the lane that holds a record of it, however much that lane has to do', () => {
  expect(laneFor('c', [idleLane, buffering('a', 'b', 'c'), idleLane])).toBe(1);
  expect(laneFor('b', [idleLane, idleLane, working('a', 'b', 'c')])).toBe(2);
  expect(laneFor('b', [idleLane, idleLane, idleLane], [[], ['a', 'b'], []])).toBe(1);
});

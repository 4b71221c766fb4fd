import { expect, test } from '@jest/globals';
import { finalInvoke, newBatch } from '../../src/core/batch.ts';
import { firstUnsettled, hashLane, idleLane } from '../../src/core/lane.ts';
import { streamRecord } from './leafFixtures.ts';

const [one, two, three] = [streamRecord(1), streamRecord(2), streamRecord(3)];
const batchOf = (...records: (typeof one)[]) => newBatch(1, 'new', records);

test('the first record that needs work is that of the batch to be sent next, then of those behind it, then of the buffer', () => {
  expect(firstUnsettled(idleLane)).toBeUndefined();
  expect(firstUnsettled({ ...idleLane, buffer: [two, three] })).toBe(two);
  expect(firstUnsettled({ ...idleLane, work: [batchOf(three), batchOf(one, two)] })).toBe(one);
  expect(firstUnsettled({ ...idleLane, work: [batchOf(one, two)], buffer: [three] })).toBe(one);
});

test('a final call that is due before the rest of its batch hides no record of it', () => {
  const due = finalInvoke(2, 0, true);

  expect(firstUnsettled({ ...idleLane, work: [batchOf(one, two), due], buffer: [three] })).toBe(one);
  expect(firstUnsettled({ ...idleLane, work: [due], buffer: [three] })).toBe(three);
});

test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is that of 32-bit FNV-1a, as its authors publish it', (key, hash) => {
  expect(hashLane(key, 2 ** 32)).toBe(hash);
  expect(hashLane(key, 10)).toBe(hash % 10);
  expect(hashLane(key, 1)).toBe(0);
});

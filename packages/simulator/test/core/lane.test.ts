import { describe, expect, test } from '@jest/globals';
import { keyOf, type WireKeys } from '@millrace/records';
import { finalInvoke, newBatch } from '../../src/core/batch.ts';
import { fmix32 } from '../../src/core/fmix32.ts';
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
  [0, 0],
  [1, 0x514e28b7],
  [0xffffffff, 0x81f16f39],
])('mixing %d gives the MurmurHash3 of nothing with that seed, as others publish it', (seed, hash) => {
  expect(fmix32(seed)).toBe(hash);
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

test('the hash is mixed at a comma, which is between two attributes', () => {
  const a = 0xe40c292c;

  expect(hashLane('a,', 2 ** 32)).toBe(Math.imul(fmix32(a) ^ 44, 0x01000193) >>> 0);
});

test.each([2, 4, 8])('of items that are counted, %d in a row have a lane each', (laneCount) => {
  for (const name of ['id', 'pk', 'orderId']) {
    for (const prefix of ['', 'o-', 'item-', 'ORDER#']) {
      const items = Array.from({ length: laneCount }, (_, index) => ({ [name]: { S: `${prefix}${index}` } }));

      expect(new Set(items.map((keys) => hashLane(keyOf(keys), laneCount))).size).toBe(laneCount);
    }
  }
});

/** Keys as tables have them: what counts up in them stands there once, twice, or beside what repeats. */
const keyFamilies: Readonly<Record<string, (index: number) => WireKeys>> = {
  'C#7 and O#7': (index) => ({ pk: { S: `C#${index}` }, sk: { S: `O#${index}` } }),
  'C#3 and O#7': (index) => ({ pk: { S: `C#${index % 4}` }, sk: { S: `O#${index}` } }),
  'C#7 and PROFILE': (index) => ({ pk: { S: `C#${index}` }, sk: { S: 'PROFILE' } }),
  'a day and an hour': (index) => ({ pk: { S: dateOf(index).slice(0, 10) }, sk: { S: dateOf(index) } }),
  'a UUID': (index) => ({ id: { S: uuidOf(index) } }),
  'a UUID, twice': (index) => ({ pk: { S: uuidOf(index) }, sk: { S: uuidOf(index) } }),
  'UUIDs that count up': (index) => ({ id: { S: `00000000-0000-4000-8000-${hex(index, 12)}` } }),
  'a number': (index) => ({ id: { N: String(index) } }),
  'a number, twice': (index) => ({ pk: { N: String(index) }, sk: { N: String(index) } }),
  'every tenth number': (index) => ({ id: { N: String(10 * index) } }),
};

describe.each(Object.entries(keyFamilies))('200 items with keys of the kind %s', (_, keysOf) => {
  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10])('fill each of %d lanes, none with more than twice its share', (laneCount) => {
    const counts = Array.from({ length: laneCount }, () => 0);
    for (let index = 0; index < 200; index++) {
      const lane = hashLane(keyOf(keysOf(index)), laneCount);
      counts[lane] = (counts[lane] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts)).toBeLessThanOrEqual((2 * 200) / laneCount);
  });
});

function dateOf(index: number): string {
  return new Date(Date.UTC(2026, 0, 1, index)).toISOString();
}

/** A UUID with bits that look drawn: multiples of an odd number near 2³² divided by the golden ratio. */
function uuidOf(index: number): string {
  const drawn = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  return `${hex(drawn, 8)}-${hex(index, 4)}-4${hex(drawn & 0xfff, 3)}-8000-${hex(drawn ^ index, 12)}`;
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).padStart(digits, '0');
}

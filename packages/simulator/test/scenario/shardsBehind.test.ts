import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shardsBehind } from '../../src/scenario/shardsBehind.ts';

type Shards = Parameters<typeof shardsBehind>[0]['shards'];

/** Shard n has these parents, among those before it. */
function lineage(...parents: readonly (readonly number[])[]): Shards {
  return Object.fromEntries(parents.map((own, at) => [`s${at}`, { parents: own.map((parent) => `s${parent}`) }]));
}

/** The shards behind each, out of the ranges of places. */
function behindByRanges(shards: Shards): Readonly<Record<string, readonly string[]>> {
  const places = shardsBehind({ shards });
  const at = new Map([...places].map(([shardId, { place }]) => [place, shardId]));
  expect(at.size).toBe(Object.keys(shards).length);
  return Object.fromEntries(
    [...places].map(([shardId, { behind }]) => [
      shardId,
      behind
        .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => at.get(from + index) ?? 'nobody'))
        .toSorted(),
    ]),
  );
}

/** The same, by walking up from every shard. */
function behindByWalking(shards: Shards): Readonly<Record<string, readonly string[]>> {
  const ancestors = (shardId: string): readonly string[] =>
    (shards[shardId]?.parents ?? []).flatMap((parent) => [parent, ...ancestors(parent)]);
  return Object.fromEntries(
    Object.keys(shards).map((shardId) => [
      shardId,
      Object.keys(shards)
        .filter((other) => ancestors(other).includes(shardId))
        .toSorted(),
    ]),
  );
}

test('the ranges of a shard hold all that descend from it and no other, in any lineage', () => {
  const lineages = fc
    .array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12, size: 'max' })
    .map((parents) => lineage(...parents.map((own, at) => own.filter((parent) => parent < at))));

  fc.assert(
    fc.property(lineages, (shards) => {
      expect(behindByRanges(shards)).toEqual(behindByWalking(shards));
    }),
    { numRuns: 2000, seed: 15 },
  );
});

test('a shard that a trace names as a parent and has not is nobody’s place', () => {
  expect(behindByRanges({ s0: { parents: ['gone'] }, s1: { parents: ['s0'] } })).toEqual({ s0: ['s1'], s1: [] });
});

const count = 3000;
test.each<[string, (at: number) => readonly number[]]>([
  ['rolls over', (at) => (at === 0 ? [] : [at - 1])],
  ['has many children', (at) => (at === 0 ? [] : [0])],
  ['splits in two again and again', (at) => (at === 0 ? [] : [(at - 1) >> 1])],
  ['splits and is merged again and again', (at) => (at === 0 ? [] : at % 3 === 0 ? [at - 2, at - 1] : [at - (at % 3)])],
])('a lineage of %s is told in ranges as many as its shards, at most', (_, parentsOf) => {
  const shards = lineage(...Array.from({ length: count }, (__, at) => parentsOf(at)));

  const ranges = [...shardsBehind({ shards }).values()].reduce((sum, { behind }) => sum + behind.length, 0);

  expect(ranges).toBeLessThanOrEqual(count);
  expect(ranges).toBeGreaterThan(0);
});

import { childrenOf } from './childrenOf.ts';
import type { Scenario } from './scenario.ts';

/** Where a shard stands in the lineage of its stream, and which places come behind it. */
export interface ShardPlace {
  /** A number of its own, from 0. Those of a shard and of all that its first-named parentage leads to are next to each other. */
  readonly place: number;
  /** The places of all shards that descend from it (S44): ranges from and to, both included, apart from each other, lowest first. */
  readonly behind: readonly Range[];
}

type Range = readonly [from: number, to: number];

/**
 * The place of every shard. Lists of descendants would grow with the square of a lineage; ranges do not: a shard of a stream
 * that splits and rolls over has one, however many come behind it, and only shards with several parents make more.
 */
export function shardsBehind({ shards }: Pick<Scenario, 'shards'>): ReadonlyMap<string, ShardPlace> {
  const parentsOf = (shardId: string): readonly string[] =>
    [...new Set(shards[shardId]?.parents)].filter((parent) => Object.hasOwn(shards, parent));
  const order = parentsFirst(shards, parentsOf);
  const sizes = new Map(order.map((shardId) => [shardId, 1]));
  const sizeOf = (shardId: string): number => sizes.get(shardId) ?? 1;
  for (const shardId of order.toReversed()) {
    const [first] = parentsOf(shardId);
    if (first !== undefined) sizes.set(first, sizeOf(first) + sizeOf(shardId));
  }
  const places = placesOf(order, parentsOf, sizeOf);
  const elsewhere = new Map<string, Range[]>();
  const found = new Map<string, ShardPlace>();
  for (const shardId of order.toReversed()) {
    const place = places.get(shardId) ?? 0;
    const own: Range = [place, place + sizeOf(shardId) - 1];
    const others = joined(elsewhere.get(shardId) ?? []);
    elsewhere.delete(shardId);
    const behind = own[1] > place ? joined([[place + 1, own[1]], ...others]) : others;
    found.set(shardId, { place, behind });
    for (const [at, parent] of parentsOf(shardId).entries()) {
      const told =
        at === 0 ? others.filter((range) => !isWithin(range, places.get(parent), sizeOf(parent))) : [own, ...others];
      const before = elsewhere.get(parent);
      if (before === undefined) elsewhere.set(parent, [...told]);
      else before.push(...told);
    }
  }
  return found;
}

/** Each shard behind all of its parents; without those of a cycle, which no scenario has. */
function parentsFirst(
  shards: Scenario['shards'],
  parentsOf: (shardId: string) => readonly string[],
): readonly string[] {
  const shardIds = Object.keys(shards);
  const missing = new Map(shardIds.map((shardId) => [shardId, parentsOf(shardId).length]));
  const children = childrenOf(shards);
  const order = shardIds.filter((shardId) => missing.get(shardId) === 0);
  // The list grows as it is gone through.
  for (const shardId of order) {
    for (const child of children.get(shardId) ?? []) {
      const left = (missing.get(child) ?? 0) - 1;
      missing.set(child, left);
      if (left === 0) order.push(child);
    }
  }
  return order;
}

/** Numbers the shards so that each is followed by all that descend from it through first parents. */
function placesOf(
  order: readonly string[],
  parentsOf: (shardId: string) => readonly string[],
  sizeOf: (shardId: string) => number,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const free = new Map<string | undefined, number>();
  for (const shardId of order) {
    const [parent] = parentsOf(shardId);
    const place = free.get(parent) ?? 0;
    places.set(shardId, place);
    free.set(parent, place + sizeOf(shardId));
    free.set(shardId, place + 1);
  }
  return places;
}

function isWithin([from, to]: Range, place = 0, size: number): boolean {
  return from >= place && to < place + size;
}

/** The same places in as few ranges as can be. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const apart: [number, number][] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = apart.at(-1);
    if (last === undefined || from > last[1] + 1) apart.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return apart;
}

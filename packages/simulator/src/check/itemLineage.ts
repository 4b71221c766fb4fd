import type { ShardPlace } from '../scenario/shardsBehind.ts';
import type { Scenario } from '../scenario/scenario.ts';

/**
 * What is known of each item in the shards behind others. It is asked for every record that is delivered, and costs the same
 * however many shards the lineage has: each item has its shards in the order of their places.
 */
export class ItemLineage<Progress> {
  readonly #shards: Scenario['shards'];
  readonly #places: ReadonlyMap<string, ShardPlace>;
  readonly #items = new Map<string, { readonly place: number; readonly progress: Progress }[]>();

  constructor({ shards }: Pick<Scenario, 'shards'>, places: ReadonlyMap<string, ShardPlace>) {
    this.#places = places;
    this.#shards = shards;
  }

  /** To be told once for an item and a shard. A shard without parents is behind no other, and nothing is kept of it. */
  add(shardId: string, itemKey: string, progress: Progress): void {
    const place = this.#places.get(shardId)?.place;
    if (place === undefined || this.#shards[shardId]?.parents[0] === undefined) return;
    const known = this.#items.get(itemKey) ?? [];
    if (known.length === 0) this.#items.set(itemKey, known);
    known.splice(firstFrom(known, place), 0, { place, progress });
  }

  /** The item in the first shard that descends from this one. */
  behind(shardId: string, itemKey: string): Progress | undefined {
    const known = this.#items.get(itemKey);
    if (known === undefined) return undefined;
    for (const [from, to] of this.#places.get(shardId)?.behind ?? []) {
      const next = known[firstFrom(known, from)];
      if (next !== undefined && next.place <= to) return next.progress;
    }
    return undefined;
  }
}

/** The index of the first element whose place is not below this one. */
function firstFrom(known: readonly { readonly place: number }[], place: number): number {
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((known[middle]?.place ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

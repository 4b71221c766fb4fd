import type { ShardOptions } from './scenarioOptions.ts';

/** The children of each shard that has any, in the order in which the shards are given. */
export function childrenOf(
  shards: Readonly<Record<string, Pick<ShardOptions, 'parents'>>>,
): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [shardId, { parents = [] }] of Object.entries(shards)) {
    for (const parent of parents) {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [shardId]);
      else if (siblings.at(-1) !== shardId) siblings.push(shardId); // One that names a parent twice is one child.
    }
  }
  return children;
}

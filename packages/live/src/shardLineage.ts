/** A shard as far as its place in the stream matters; a closed one gets no more records. */
export interface StreamShard {
  readonly shardId: string;
  readonly parentShardId: string | undefined;
  readonly isClosed: boolean;
}

/**
 * Says whether the shards form a single line, each the only child of the one before: then all records have one order.
 *
 * A parent that is no longer listed counts as none, since its records are gone (24 h).
 */
export function isOneLineage(shards: Iterable<StreamShard>): boolean {
  const listed = new Map([...shards].map((shard) => [shard.shardId, shard]));
  const parents = new Set<string>();
  let roots = 0;
  for (const { parentShardId } of listed.values()) {
    if (parentShardId === undefined || !listed.has(parentShardId)) roots++;
    else if (parents.has(parentShardId)) return false;
    else parents.add(parentShardId);
  }
  return roots <= 1;
}

/** The nearest ancestor for which `holds` is true, or undefined when there is none. */
export function nearestAncestor(
  shardId: string,
  shards: ReadonlyMap<string, StreamShard>,
  holds: (shardId: string) => boolean,
): string | undefined {
  const passed = new Set([shardId]);
  let parent = shards.get(shardId)?.parentShardId;
  while (parent !== undefined && !holds(parent) && !passed.has(parent)) {
    passed.add(parent);
    parent = shards.get(parent)?.parentShardId;
  }
  return parent !== undefined && holds(parent) ? parent : undefined;
}

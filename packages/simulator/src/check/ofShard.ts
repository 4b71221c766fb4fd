import type { Scenario } from '../run/scenario.ts';

/** ` of <shard>`, to follow what is in the shard; nothing where the stream has no other. */
export function ofShard(scenario: Pick<Scenario, 'shards'>, shardId: string): string {
  return Object.keys(scenario.shards).length > 1 ? ` of ${shardId}` : '';
}

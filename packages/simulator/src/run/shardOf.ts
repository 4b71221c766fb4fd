import type { Shard, SimulationState } from './simulationState.ts';

/** A shard of the simulated stream, which has to be there. */
export function shardOf({ shards }: Pick<SimulationState, 'shards'>, shardId: string): Shard {
  const shard = shards.get(shardId);
  if (shard === undefined) throw new Error(`millrace invariant: there is no shard ${shardId}.`);
  return shard;
}

import type { Semantics } from '../core/semantics.ts';
import { withAssumption } from './recorder.ts';
import type { Shard, SimulationState } from './simulationState.ts';

/** S44: a shard is read from the moment its parents are finished, or some time later. */
export function startShard(shardId: string, state: SimulationState, delayMs = 0): void {
  const { agenda, nowMs, mapping, events } = state;
  if (delayMs > 0) {
    agenda.add(nowMs + delayMs, { kind: 'shardStart', shardId });
    return;
  }
  const assumption = mapping.ParallelizationFactor > 1 ? 'laneAssignment' : undefined; // U5
  events.push(withAssumption({ type: 'shardStarted', atMs: nowMs, shardId }, assumption));
  agenda.add(nowMs, { kind: 'poller', shardId, event: { kind: 'started' } });
}

/** Starts the children of a shard that is finished, but for those that have other parents to wait for. */
export function startChildren(shard: Shard, state: SimulationState, { rollOverDelayMs }: Semantics): void {
  const isFinished = (shardId: string): boolean => state.shards.get(shardId)?.poller.phase === 'finished';
  for (const child of shard.children) {
    if (state.shards.get(child)?.parents.every(isFinished)) startShard(child, state, rollOverDelayMs);
  }
}

import type { Scenario } from './scenario.ts';

/** Every shard that has a shard among its ancestors, by shard id (S44). */
export function shardDescendants(scenario: Pick<Scenario, 'shards'>): ReadonlyMap<string, readonly string[]> {
  const descendants = new Map<string, string[]>();
  for (const shardId of Object.keys(scenario.shards)) {
    for (const ancestor of ancestors(shardId, scenario.shards)) {
      descendants.set(ancestor, [...(descendants.get(ancestor) ?? []), shardId]);
    }
  }
  return descendants;
}

function ancestors(shardId: string, shards: Scenario['shards']): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...(shards[shardId]?.parents ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(shards[next]?.parents ?? []));
  }
  return found;
}

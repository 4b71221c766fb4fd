import { isCalling } from '../core/poller.ts';
import type { PollerRules } from '../core/pollerRules.ts';
import type { Semantics } from '../core/semantics.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { gapAfter } from './latestGap.ts';
import type { SimulationState } from './simulationState.ts';

/**
 * Puts a mapping in force: for what is read from its checkpoint on (S3), and not for the calls that are under way, which
 * were made under the rules before it (S62).
 */
export function putInForce(
  mapping: ResolvedMapping,
  state: SimulationState,
  semantics: Semantics,
  before: PollerRules,
): void {
  const { Enabled } = state.mapping;
  const isUpdate = JSON.stringify({ ...mapping, Enabled }) !== JSON.stringify(state.mapping);
  if (isUpdate && semantics.callAcrossUpdate === 'oldSettings') {
    for (const shard of state.shards.values()) if (isCalling(shard.poller)) shard.callRules ??= before;
  }
  state.mapping = mapping;
  if (mapping.Enabled) {
    state.firstEnabledAtMs = Math.min(state.firstEnabledAtMs, state.nowMs);
    state.latestGaps = [...state.latestGaps, ...gapAfter(state.nowMs, semantics.latestGapMs.update)];
  }
}

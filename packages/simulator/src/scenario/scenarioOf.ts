import { functionIdentity } from '../mapping/functionIdentity.ts';
import { runtimeOf } from './runtime.ts';
import type { ResolvedScenario } from './resolveScenario.ts';
import type { OwnScenario, PrintableAction, Scenario, ScenarioShard } from './scenario.ts';
import type { ScenarioAction, ShardOptions } from './scenarioOptions.ts';

/** The printable scenario of a run: what was resolved, without what cannot be printed. */
export function scenarioOf(
  resolved: ResolvedScenario,
  shards: Readonly<Record<string, ShardOptions>>,
  epochMs: number,
  streamArn: string,
  /** The streams of shards, as far as their records tell. */
  streamArns: ReadonlyMap<string, string> = new Map(),
): Scenario {
  const { mapping, seed, isolation, semantics, untilMs, maximumInvocations, given, together } = resolved;
  return {
    ...ownScenarioOf(resolved),
    startAt: new Date(epochMs).toISOString(),
    seed,
    shards: Object.fromEntries(
      Object.entries(shards).map(([shardId, shard]) => {
        const own = streamArns.get(shardId) ?? streamArn;
        return [shardId, { ...printableShard(shard), ...(own !== streamArn && { streamArn: own }) }];
      }),
    ),
    functionArn: functionIdentity(mapping.FunctionName, streamArn).arn,
    streamArn,
    isolation,
    ...(resolved.interleave && { interleave: true as const }),
    semantics,
    ...(untilMs !== Infinity && { untilMs }),
    maximumInvocations,
    ...(given.table !== undefined && { table: { hasRecords: given.records !== undefined } }),
    ...(together !== undefined && { together }),
  };
}

/** What of it is the affair of one mapping. */
export function ownScenarioOf(resolved: ResolvedScenario): OwnScenario {
  const { mapping, functionTimeoutMs, given } = resolved;
  const { invocationDurationMs = 0, realTimeoutMs } = given;
  return {
    mapping,
    functionTimeoutMs,
    ...(realTimeoutMs !== undefined && { realTimeoutMs }),
    invocationDurationMs: typeof invocationDurationMs === 'function' ? 'function' : invocationDurationMs,
    runtime: runtimeOf(resolved.runtime, resolved.handler),
    hasFaults: given.faults !== undefined,
    refusesDeliveries: given.refusesDelivery !== undefined,
    actions: resolved.actions.map(printableAction),
  };
}

function printableShard({ parents = [], closesAt, closed }: ShardOptions): ScenarioShard {
  return { parents, ...(closesAt !== undefined && { closesAt }), ...(closed !== undefined && { closed }) };
}

/** An action without what cannot be printed: the handler of a redeploy goes by its name. */
export function printableAction(action: ScenarioAction): PrintableAction {
  return action.do === 'redeploy' ? { ...action, handler: action.handler.name || 'handler' } : action;
}

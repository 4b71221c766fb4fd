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
  const printed: Record<string, ScenarioShard> = {};
  for (const [shardId, shard] of Object.entries(shards)) {
    printed[shardId] = printableShard(shard, streamArns.get(shardId) ?? streamArn, streamArn);
  }
  // Property by property, as one is made for each run: V8 makes a hidden class for each object with a spread in it.
  const scenario = ownPartOf(resolved) as Writable<Scenario>;
  scenario.startAt = new Date(epochMs).toISOString();
  scenario.seed = seed;
  scenario.shards = printed;
  scenario.functionArn = functionIdentity(mapping.FunctionName, streamArn).arn;
  scenario.streamArn = streamArn;
  scenario.isolation = isolation;
  if (resolved.interleave) scenario.interleave = true;
  scenario.semantics = semantics;
  if (untilMs !== Infinity) scenario.untilMs = untilMs;
  scenario.maximumInvocations = maximumInvocations;
  if (given.table !== undefined) scenario.table = { hasRecords: given.records !== undefined };
  if (together !== undefined) scenario.together = together;
  return scenario;
}

/** What of it is the affair of one mapping. */
export function ownScenarioOf(resolved: ResolvedScenario): OwnScenario {
  return ownPartOf(resolved);
}

function ownPartOf(resolved: ResolvedScenario): Writable<OwnScenario> {
  const { mapping, functionTimeoutMs, given } = resolved;
  const { invocationDurationMs = 0, realTimeoutMs } = given;
  const own = { mapping, functionTimeoutMs } as Writable<OwnScenario>;
  if (realTimeoutMs !== undefined) own.realTimeoutMs = realTimeoutMs;
  own.invocationDurationMs = typeof invocationDurationMs === 'function' ? 'function' : invocationDurationMs;
  own.runtime = runtimeOf(resolved.runtime, resolved.handler);
  own.hasFaults = given.faults !== undefined;
  own.refusesDeliveries = given.refusesDelivery !== undefined;
  own.actions = resolved.actions.map(printableAction);
  return own;
}

function printableShard(
  { parents = [], closesAt, closed }: ShardOptions,
  streamArn: string,
  usualArn: string,
): ScenarioShard {
  const shard: Writable<ScenarioShard> = { parents };
  if (closesAt !== undefined) shard.closesAt = closesAt;
  if (closed !== undefined) shard.closed = closed;
  if (streamArn !== usualArn) shard.streamArn = streamArn;
  return shard;
}

/** An action without what cannot be printed: the handler of a redeploy goes by its name. */
export function printableAction(action: ScenarioAction): PrintableAction {
  return action.do === 'redeploy' ? { ...action, handler: action.handler.name || 'handler' } : action;
}

type Writable<Facts> = { -readonly [Name in keyof Facts]: Facts[Name] };

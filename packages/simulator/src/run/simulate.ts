import { resolveMapping } from '../mapping/resolveMapping.ts';
import type { Trace } from '../trace/trace.ts';
import { functionIdentity } from './functionIdentity.ts';
import { checkOptions, resolveMoment, resolveSemantics, resolveShards } from './resolveScenario.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioOptions } from './scenarioOptions.ts';
import { ShardSource } from './shardSource.ts';
import { Simulation } from './simulation.ts';

/** The start of a scenario whose records do not say when they were created. */
const defaultStart = '2026-01-01T00:00:00.000Z';
const defaultStreamArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/table/stream/2026-01-01T00:00:00.000';

/**
 * Replays records through a handler as Lambda's event source mapping would deliver them: batches, retries, bisect,
 * partial failures, age limits, windows and destinations, on a virtual clock. Nothing leaves the process; a day of
 * retries takes milliseconds. The same options and seed give the same trace.
 *
 * The simulation ends when nothing more can happen: records are processed, given up, or lost to the stream's 24 h
 * retention. Throws a `MappingError` for what AWS would refuse and a `ScenarioError` for options that make no sense.
 *
 * @example
 * const trace = await simulate({
 *   handler,
 *   records: [orders.insert({ orderId: 'o-1', status: 'OPEN', total: 12 })],
 *   mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 2 },
 * });
 * trace.invocations.length; // 1
 */
export async function simulate(options: ScenarioOptions): Promise<Trace> {
  return (await createSimulation(options)).run();
}

/** A simulation that has not begun. `simulate` is this and `run()`. */
export async function createSimulation(options: ScenarioOptions): Promise<Simulation> {
  checkOptions(options);
  const mapping = resolveMapping(options.mapping);
  const semantics = resolveSemantics(options.semantics);
  const shards = resolveShards(options);
  const isolation = options.isolation ?? 'json';

  let epochMs = 0;
  const sources = new Map(
    Object.entries(shards).map(([shardId, shard]) => {
      return [shardId, new ShardSource(shard.records, { shardId, isolation, epochMs: () => epochMs })] as const;
    }),
  );
  const firsts = await Promise.all([...sources.values()].map((source) => source.first()));
  const created = firsts.flatMap((first) => first?.createdAtMs ?? []);
  epochMs = resolveMoment('startAt', options.startAt ?? (created.length > 0 ? Math.min(...created) : defaultStart));
  const streamArn = mapping.EventSourceArn ?? firsts.find((first) => first?.streamArn)?.streamArn ?? defaultStreamArn;

  const scenario: Scenario = {
    mapping,
    startAt: new Date(epochMs).toISOString(),
    seed: options.seed ?? 0,
    shards: Object.fromEntries(Object.entries(shards).map(([id, shard]) => [id, { parents: shard.parents ?? [] }])),
    functionArn: functionIdentity(mapping.FunctionName, streamArn).arn,
    streamArn,
    functionTimeoutMs: options.functionTimeoutMs ?? 3000,
    invocationDurationMs:
      typeof options.invocationDurationMs === 'function' ? 'function' : (options.invocationDurationMs ?? 0),
    isolation,
    semantics,
    hasFaults: options.faults !== undefined,
  };
  return new Simulation(options, scenario, sources);
}

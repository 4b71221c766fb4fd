import { creationDate } from '@millrace/records';
import { EventLog } from '../trace/eventLog.ts';
import type { Trace } from '../trace/trace.ts';
import { onlyShardId } from '../scenario/resolveShards.ts';
import { resolveScenario, type ResolvedScenario } from '../scenario/resolveScenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioOf } from '../scenario/scenarioOf.ts';
import type { HeardAnswer } from '../scenario/heardAnswer.ts';
import type { LambdaHandler, ScenarioOptions, ShardOptions } from '../scenario/scenarioOptions.ts';
import { internKeys } from '../stream/internKeys.ts';
import { GrowingLog } from '../stream/growingLog.ts';
import { GrowingStream } from '../stream/growingStream.ts';
import { RecordLog } from '../stream/recordLog.ts';
import type { ShardLog } from '../stream/shardLog.ts';
import { childrenOf } from '../scenario/childrenOf.ts';
import { reshard } from '../stream/reshard.ts';
import { newAttemptProgress } from './attemptProgress.ts';
import { newDocumentProgress } from '../destination/failureDestination.ts';
import { ShardSource } from '../stream/shardSource.ts';
import { Simulation, type SnapshotChanges } from './simulation.ts';
import type { Snapshot } from './snapshot.ts';
import { gapAfter } from './latestGap.ts';
import type { Shard } from './simulationState.ts';
import { Agenda } from '../core/agenda.ts';
import { newPoller } from '../core/poller.ts';

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
export async function simulate<Handler extends LambdaHandler>(
  options: ScenarioOptions & { readonly handler: Handler & HeardAnswer<Handler> },
): Promise<Trace> {
  return (await createSimulation(options)).run();
}

/**
 * A simulation that has not begun. `simulate` is this and `run()`; use it to stop at a moment with `runUntil`, to look
 * at the trace so far, and to go on, or to take a `snapshot()`.
 *
 * @example
 * const simulation = await createSimulation({ handler, records, mapping });
 * await simulation.runUntil(60_000); // the first minute
 * const trace = await restoreSimulation(simulation.snapshot(), { handler: nextVersion }).run();
 */
export async function createSimulation<Handler extends LambdaHandler>(
  options: ScenarioOptions & { readonly handler: Handler & HeardAnswer<Handler> },
): Promise<Simulation> {
  return prepare(resolveScenario(options), undefined);
}

/** The stream of a table that is written to; undefined where there is none. */
export function growingStreamOf({ table, records = [] }: ScenarioOptions, most = 100): GrowingStream | undefined {
  return table && new GrowingStream(table, records, onlyShardId, most);
}

/** A simulation that has not begun, of a stream that may be shared with others. */
export async function prepare(resolved: ResolvedScenario, shared: GrowingStream | undefined): Promise<Simulation> {
  const growing = shared ?? growingStreamOf(resolved.given, resolved.maximumGenerations);
  let epochMs = 0;
  const { shards, made, firsts: splitFirsts } = reshard(resolved.shards, resolved.actions, () => epochMs);
  const internKey = internKeys();
  const logs = new Map<string, RecordLog | GrowingLog>();
  let tables: ReadonlyMap<string, string> = new Map();
  for (const [shardId, { records }] of Object.entries(shards)) {
    const { isolation } = resolved;
    const tableOf = (): string => tables.get(shardId) ?? '';
    const source = { shardId, isolation, internKey, epochMs: () => epochMs, tableOf };
    logs.set(shardId, growing === undefined ? new RecordLog(records, source) : new GrowingLog(growing, source));
  }
  // Shards that a split makes begin later than the shard they come from, at a moment that is not known yet.
  const known = [...logs].filter(([shardId]) => !made.has(shardId));
  const firsts = await allOrNone(
    known.map(([shardId, log]) => (splitFirsts.get(shardId) ?? (() => log.first()))()),
    () => Promise.all([...logs.values()].map((log) => log.close())),
  );
  const created = firsts.flatMap((first) => first?.createdAtMs ?? []);
  epochMs = resolved.startAtMs ?? (created.length > 0 ? Math.min(...created) : Date.parse(defaultStart));
  const streamArns = streamsOf(shards, new Map(known.map(([shardId], index) => [shardId, firsts[index]?.streamArn])));
  const isOneStream = new Set(streamArns.values()).size <= 1;
  tables = isOneStream ? new Map() : new Map([...streamArns].map(([shardId, arn]) => [shardId, tableOfStream(arn)]));
  const [streamArn] = streamArns.values();

  const scenario = scenarioOf(
    resolved,
    shards,
    epochMs,
    resolved.mapping.EventSourceArn ?? streamArn ?? defaultStreamArn,
    isOneStream ? new Map() : streamArns,
  );
  growing?.begin(epochMs, scenario.streamArn);
  return new Simulation(resolved, scenario, {
    growing,
    nowMs: 0,
    hasBegun: false,
    mapping: resolved.mapping,
    hasSourcePermission: true,
    firstEnabledAtMs: resolved.mapping.Enabled ? 0 : Infinity,
    latestGaps: gapAfter(0, resolved.semantics.latestGapMs.creation),
    stalledReads: [],
    warned: new Set(),
    attempts: newAttemptProgress(resolved.handler),
    documents: newDocumentProgress(),
    shards: newShards(shards, logs, scenario, epochMs),
    agenda: new Agenda(),
    events: new EventLog(),
  });
}

/** Goes on from a snapshot, as often as wanted; with changes, as after a deployment at that moment. */
export function restoreSimulation(snapshot: Snapshot, changes?: SnapshotChanges): Simulation {
  return Simulation.restore(snapshot, changes);
}

/**
 * The stream of each shard, as its first record names it, or else that of a parent. Mostly it is one; the log of a function with
 * several mappings holds several, which run side by side under one mapping's settings.
 */
function streamsOf(
  shards: Readonly<Record<string, ShardOptions>>,
  named: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, string> {
  const streams = new Map<string, string>();
  for (const [shardId, { parents = [] }] of Object.entries(shards)) {
    const arn = named.get(shardId) ?? parents.map((parent) => streams.get(parent)).find((of) => of !== undefined);
    if (typeof arn === 'string' && arn !== '') streams.set(shardId, arn);
  }
  return streams;
}

/** Items are the same only in one table, whatever stream of it they are read from. */
function tableOfStream(arn: string): string {
  return arn.replace(/\/stream\/.*$/, '');
}

/** What all of them come to; when one fails, everything is closed before its error is thrown. */
async function allOrNone<Value>(
  promises: readonly Promise<Value>[],
  close: () => Promise<unknown>,
): Promise<readonly Value[]> {
  try {
    return await Promise.all(promises);
  } catch (error) {
    await Promise.allSettled(promises);
    await Promise.allSettled([close()]); // The first error is the one to tell.
    throw error;
  }
}

function newShards(
  shards: Readonly<Record<string, ShardOptions>>,
  logs: ReadonlyMap<string, RecordLog | GrowingLog>,
  { mapping, shards: printed, streamArn }: Scenario,
  epochMs: number,
): ReadonlyMap<string, Shard> {
  const allChildren = childrenOf(shards);
  const entries = Object.entries(shards).map(([shardId, shard]): [string, Shard] => {
    const children = allChildren.get(shardId) ?? [];
    const isClosed = shard.closed ?? (shard.closesAt !== undefined || children.length > 0);
    const poller = newPoller(shardId, mapping.ParallelizationFactor, printed[shardId]?.streamArn ?? streamArn);
    return [
      shardId,
      {
        poller: { ...poller, isEnabled: mapping.Enabled },
        source: new ShardSource(logs.get(shardId) as ShardLog),
        parents: shard.parents ?? [],
        children,
        closesAtMs: isClosed ? closingTimeMs(shard, epochMs) : Infinity,
        ticket: 0,
        poll: undefined,
        callRules: undefined,
      },
    ];
  });
  return new Map(entries);
}

/** A shard that is closed at no stated time is closed with its last record. */
function closingTimeMs({ closesAt }: ShardOptions, epochMs: number): number {
  if (closesAt === undefined) return -Infinity;
  return typeof closesAt === 'number' ? closesAt : creationDate(closesAt).getTime() - epochMs;
}

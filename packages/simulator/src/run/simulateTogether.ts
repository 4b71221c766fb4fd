import { isRecordSource } from '../scenario/isRecordSource.ts';
import { refuseUnknown } from '../scenario/refuseUnknown.ts';
import { resolveScenario, type ResolvedScenario } from '../scenario/resolveScenario.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import { ownScenarioOf } from '../scenario/scenarioOf.ts';
import type { ScenarioAction, ScenarioOptions, ShardOptions } from '../scenario/scenarioOptions.ts';
import { sharedSource } from '../stream/sharedSource.ts';
import type { Trace } from '../trace/trace.ts';
import { describeOption } from '../words/describeOption.ts';
import { growingStreamOf, prepare } from './simulate.ts';
import { Simulation } from './simulation.ts';

const ownOptions = [
  'handler',
  'mapping',
  'faults',
  'refusesDelivery',
  'functionTimeoutMs',
  'realTimeoutMs',
  'runtime',
  'invocationDurationMs',
  'actions',
] as const satisfies readonly (keyof ScenarioOptions)[];

/** One of several mappings of a stream: what is its own affair. */
export type MappingOptions = Pick<ScenarioOptions, (typeof ownOptions)[number]>;

/** What `simulateTogether` takes: the mappings by a name of your own, and what they share. */
export type TogetherOptions<Name extends string = string> = Omit<ScenarioOptions, (typeof ownOptions)[number]> & {
  readonly mappings: Readonly<Record<Name, MappingOptions>>;
};

/**
 * Several mappings of one stream in one run: two functions on one table. The records are read once, all run by one clock, and
 * what happens at the same moment happens in the order in which the mappings stand. Answers with a trace of each, by its
 * name: the trace that it has alone, unless more read a shard than DynamoDB serves at once (S65) or they write to what they share.
 *
 * Throws what `simulate` throws; a shard is split for all or for none, so `splitShard` is refused.
 *
 * @example
 * const { billing, search } = await simulateTogether({
 *   records: [orders.insert({ orderId: 'o-1', status: 'OPEN', total: 12 })],
 *   mappings: {
 *     billing: { handler: bill, mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 2 } },
 *     search: { handler: index, mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 500 } },
 *   },
 * });
 */
export async function simulateTogether<Name extends string>(
  options: TogetherOptions<Name>,
): Promise<Readonly<Record<Name, Trace>>> {
  const { mappings, ...shared } = checked(options);
  const names = Object.keys(mappings) as Name[];
  const sources = sourcesFor(shared, names.length);
  // All are resolved before any record is read: what is refused has opened nothing.
  const own = names.map((name, index) => resolveScenario({ ...shared, ...sources[index], ...mappings[name] }));
  const readers = own.filter(isEverEnabled).length;
  const printed = Object.fromEntries(own.map((each, index) => [names[index], ownScenarioOf(each)]));
  const resolved = own.map((each, index): ResolvedScenario => {
    const readersOfShard = Math.max(readers, each.semantics.readersOfShard); // S65: more if the options say so.
    const together = { name: names[index] ?? '', mappings: printed };
    return { ...each, semantics: { ...each.semantics, readersOfShard }, together };
  });
  const traces = await Simulation.runTogether(await prepareAll(resolved));
  return Object.fromEntries(names.map((name, index) => [name, traces[index]])) as Record<Name, Trace>;
}

/** Prepares all; when one cannot be, all are closed before its error is thrown: a source is, when its last reader has left. */
async function prepareAll(resolved: readonly ResolvedScenario[]): Promise<readonly Simulation[]> {
  const [first] = resolved;
  const growing = first && growingStreamOf(first.given, first.maximumGenerations);
  const simulations: Simulation[] = [];
  const errors: unknown[] = [];
  for (const each of resolved) {
    try {
      simulations.push(await prepare(each, growing));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 0) return simulations;
  await Simulation.abandon(simulations);
  throw errors[0];
}

function checked<Name extends string>(options: TogetherOptions<Name>): TogetherOptions<Name> {
  const mappings: unknown = Object(options).mappings;
  if (typeof mappings !== 'object' || mappings === null || Object.keys(mappings).length === 0) {
    throw new ScenarioError(
      'InvalidOption',
      `\`mappings\` is ${describeOption(mappings)}, expected an object with an entry a mapping: { billing: { handler, mapping } }.`,
    );
  }
  for (const name of ownOptions) {
    if (!(name in options)) continue;
    throw new ScenarioError(
      'InvalidOption',
      `\`${name}\` belongs to one mapping: write it in its entry, \`mappings: { ${Object.keys(mappings)[0]}: { ${name} } }\`.`,
    );
  }
  for (const [name, entry] of Object.entries(mappings)) {
    if (typeof entry !== 'object' || entry === null)
      throw new ScenarioError(
        'InvalidOption',
        `Mapping ${name} is ${describeOption(entry)}, expected { handler, mapping }.`,
      );
    refuseUnknown(Object.keys(entry), ownOptions, 'option', `Mapping ${name}`);
    const actions: unknown = (entry as Partial<MappingOptions>).actions;
    if (Array.isArray(actions) && actions.some((action) => Object(action).do === 'splitShard'))
      throw new ScenarioError(
        'InvalidShards',
        `Mapping ${name} has a splitShard, which splits a shard for all who read it. Pass the shards as they are split, as \`shards\` with \`parents\` and \`closesAt\`.`,
      );
  }
  return options;
}

/** S65: a mapping that is never enabled reads nothing; one that is enabled later counts from the start. */
function isEverEnabled({ mapping, actions }: ResolvedScenario): boolean {
  const enables = (action: ScenarioAction): boolean =>
    action.do === 'enable' || (action.do === 'update' && action.mapping.Enabled === true);
  return mapping.Enabled || actions.some(enables);
}

/** The records of each shard for each mapping; what cannot be read is left to `simulate` to refuse. */
function sourcesFor(
  { records, shards, table }: Pick<ScenarioOptions, 'records' | 'shards' | 'table'>,
  count: number,
): readonly Pick<ScenarioOptions, 'records' | 'shards'>[] {
  const nobodys = Array.from({ length: count }, () => ({}));
  if (table !== undefined) return nobodys;
  if (isRecordSource(records)) return sharedSource(records, count).map((own) => ({ records: own }));
  if (typeof shards !== 'object' || shards === null) return nobodys;
  const all = Object.entries(shards).map(
    ([shardId, shard]) =>
      [shardId, shard, isRecordSource(shard?.records) ? sharedSource(shard.records, count) : []] as const,
  );
  return nobodys.map((_, index) => ({
    shards: Object.fromEntries(
      all.map(([shardId, shard, own]): [string, ShardOptions] => [
        shardId,
        { ...shard, ...(own[index] && { records: own[index] }) },
      ]),
    ),
  }));
}

import { defaultSemantics } from '../core/semantics.ts';
import { resolveMapping } from '../mapping/resolveMapping.ts';
import { onlyShardId } from '../scenario/resolveShards.ts';
import type { OwnScenario } from '../scenario/scenario.ts';
import type { Trace } from './trace.ts';

/** An option of the call; undefined where a trace cannot print its value. */
type Option = readonly [name: string, value: string | undefined];

/** The order in which options are written. */
const order = [
  'handler',
  'records',
  'shards',
  'table',
  'mappings',
  'mapping',
  'seed',
  'startAt',
  'faults',
  'refusesDelivery',
  'actions',
  'untilMs',
  'functionTimeoutMs',
  'realTimeoutMs',
  'invocationDurationMs',
  'interleave',
  'runtime',
  'isolation',
  'semantics',
];

/**
 * The call that repeats a run, on one line to paste: `Reproduce: simulate({ handler, records, mapping: { … }, seed: 42,
 * startAt: '…' })`. Options that have their default are left out. What a trace cannot print (the handler, the records, the table,
 * functions, actions with a new handler) stands there by the name of its option; of several mappings that ran together as
 * that of its entry, `mappings.billing.handler`.
 */
export function reproduceLine({ scenario }: Trace): string {
  const { together } = scenario;
  if (together === undefined)
    return `Reproduce: simulate(${objectOf(inOrder([...ownOptions(scenario), ...sharedOptions(scenario)]))})`;
  const mappings = Object.entries(together.mappings).map(([name, own]): Option => {
    const named = ownOptions(own).map(
      ([option, value]): Option => [option, value ?? `mappings${member(name)}.${option}`],
    );
    return [isName(name) ? name : quoted(name), objectOf(named)];
  });
  const options: readonly Option[] = [['mappings', objectOf(mappings)], ...sharedOptions(scenario)];
  return `Reproduce: (await simulateTogether(${objectOf(inOrder(options))}))${member(together.name)}`;
}

/** What belongs to one mapping. */
function ownOptions(own: OwnScenario): readonly Option[] {
  const { actions, functionTimeoutMs, realTimeoutMs, invocationDurationMs, runtime } = own;
  const options: Option[] = [
    ['handler', undefined],
    ['mapping', literal(differences(own.mapping, defaultMapping()))],
  ];
  if (own.hasFaults) options.push(['faults', undefined]);
  if (own.refusesDeliveries) options.push(['refusesDelivery', undefined]);
  if (actions.length > 0) options.push(['actions', actionsLiteral(actions)]);
  if (functionTimeoutMs !== 3000) options.push(['functionTimeoutMs', literal(functionTimeoutMs)]);
  if (realTimeoutMs !== undefined) options.push(['realTimeoutMs', literal(realTimeoutMs)]);
  if (invocationDurationMs === 'function') options.push(['invocationDurationMs', undefined]);
  else if (invocationDurationMs !== 0) options.push(['invocationDurationMs', literal(invocationDurationMs)]);
  if (runtime !== 'nodejs24.x') options.push(['runtime', literal(runtime)]);
  return options;
}

/** What mappings of one stream share. */
function sharedOptions(scenario: Trace['scenario']): readonly Option[] {
  const { seed, startAt, table, untilMs, interleave, isolation } = scenario;
  const splits = splitShards(scenario);
  const shardIds = Object.keys(scenario.shards).filter((shardId) => !splits.has(shardId));
  const isOneShard = shardIds.length === 1 && shardIds[0] === onlyShardId;
  const options: Option[] = [
    ['seed', literal(seed)],
    ['startAt', literal(startAt)],
  ];
  if (table !== undefined) options.push(['table', undefined]);
  if (table?.hasRecords !== false) options.push([isOneShard ? 'records' : 'shards', undefined]);
  if (untilMs !== undefined) options.push(['untilMs', literal(untilMs)]);
  if (interleave) options.push(['interleave', 'true']);
  if (isolation !== 'json') options.push(['isolation', literal(isolation)]);
  const semantics = differences(scenario.semantics, defaultSemantics);
  if (Object.keys(semantics).length > 0) options.push(['semantics', literal(semantics)]);
  return options;
}

function inOrder(options: readonly Option[]): readonly Option[] {
  return options.toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
}

function objectOf(options: readonly Option[]): string {
  return `{ ${options.map(([name, value]) => (value === undefined ? name : `${name}: ${value}`)).join(', ')} }`;
}

function member(name: string): string {
  return isName(name) ? `.${name}` : `[${quoted(name)}]`;
}

/** The shards that `splitShard` actions made: they are named after their parent. */
function splitShards({ shards, actions }: Trace['scenario']): ReadonlySet<string> {
  const split = new Set(actions.flatMap((action) => (action.do === 'splitShard' ? action.shardId : [])));
  return new Set(
    Object.keys(shards).filter((shardId) => {
      const [parent] = shards[shardId]?.parents ?? [];
      return parent !== undefined && split.has(parent) && shardId.startsWith(`${parent}.`);
    }),
  );
}

/** Actions as they are written; those that deploy a handler cannot be, so they stand there by their name. */
function actionsLiteral(actions: Trace['scenario']['actions']): string | undefined {
  return actions.some((action) => action.do === 'redeploy') ? undefined : literal(actions);
}

/** Every default, but for the one parameter that has none. */
function defaultMapping(): object {
  const { StartingPosition: _, ...defaults } = resolveMapping({ StartingPosition: 'TRIM_HORIZON' });
  return defaults;
}

function differences(given: object, defaults: object): Readonly<Record<string, unknown>> {
  const known = new Map<string, unknown>(Object.entries(defaults));
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => {
      return value !== undefined && JSON.stringify(value) !== JSON.stringify(known.get(name));
    }),
  );
}

/** A value as it is written in a program, in the house's quotes. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([name, entry]) => `${isName(name) ? name : quoted(name)}: ${literal(entry)}`).join(', ')} }`;
}

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

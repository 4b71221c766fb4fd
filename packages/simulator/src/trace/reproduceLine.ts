import { defaultSemantics } from '../core/semantics.ts';
import { resolveMapping } from '../mapping/resolveMapping.ts';
import { onlyShardId } from '../scenario/resolveShards.ts';
import type { Trace } from './trace.ts';

/**
 * The call that repeats a run, on one line to paste: `Reproduce: simulate({ handler, records, mapping: { … }, seed: 42,
 * startAt: '…' })`. Options that have their default are left out. What a trace cannot print (the handler, the records,
 * functions, actions with a new handler) stands there by the name of its option.
 */
export function reproduceLine(trace: Trace): string {
  const { scenario } = trace;
  const splits = splitShards(scenario);
  const shardIds = Object.keys(scenario.shards).filter((shardId) => !splits.has(shardId));
  const isOneShard = shardIds.length === 1 && shardIds[0] === onlyShardId;
  const options: [name: string, value: string | undefined][] = [
    ['handler', undefined],
    [isOneShard ? 'records' : 'shards', undefined],
    ['mapping', literal(differences(scenario.mapping, defaultMapping()))],
    ['seed', literal(scenario.seed)],
    ['startAt', literal(scenario.startAt)],
  ];
  if (scenario.hasFaults) options.push(['faults', undefined]);
  if (scenario.refusesDeliveries) options.push(['refusesDelivery', undefined]);
  if (scenario.actions.length > 0) options.push(['actions', actionsLiteral(scenario.actions)]);
  if (scenario.untilMs !== undefined) options.push(['untilMs', literal(scenario.untilMs)]);
  if (scenario.functionTimeoutMs !== 3000) options.push(['functionTimeoutMs', literal(scenario.functionTimeoutMs)]);
  if (scenario.invocationDurationMs === 'function') options.push(['invocationDurationMs', undefined]);
  else if (scenario.invocationDurationMs !== 0) {
    options.push(['invocationDurationMs', literal(scenario.invocationDurationMs)]);
  }
  if (scenario.interleave) options.push(['interleave', 'true']);
  if (scenario.runtime !== 'nodejs24.x') options.push(['runtime', literal(scenario.runtime)]);
  if (scenario.isolation !== 'json') options.push(['isolation', literal(scenario.isolation)]);
  const semantics = differences(scenario.semantics, defaultSemantics);
  if (Object.keys(semantics).length > 0) options.push(['semantics', literal(semantics)]);
  return `Reproduce: simulate({ ${options.map(([name, value]) => (value === undefined ? name : `${name}: ${value}`)).join(', ')} })`;
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

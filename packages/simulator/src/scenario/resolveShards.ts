import { creationDate } from '@millrace/records';
import { childrenOf } from './childrenOf.ts';
import { describeOption } from '../words/describeOption.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import { ScenarioError } from './scenarioError.ts';
import type { RecordSource, ScenarioAction, ScenarioOptions, ShardOptions } from './scenarioOptions.ts';
import { isRecordSource } from './isRecordSource.ts';

type Shards = Readonly<Record<string, ShardOptions>>;

/** The shard id of a stream that is given as plain `records`. */
export const onlyShardId = 'shardId-00000000000000000000-00000000';

/** The shards of a scenario, checked: their records can be read, their parents exist, their ends make sense. */
export function resolveShards(
  { records, shards: given, table }: ScenarioOptions,
  actions: readonly ScenarioAction[],
): Shards {
  const shards = given ?? {
    [onlyShardId]: { records: (records ?? (table === undefined ? records : [])) as RecordSource },
  };
  if (typeof shards !== 'object' || shards === null) {
    throw invalid(`\`shards\` is ${describeOption(shards)}, expected an object: { [shardId]: { parents, records } }`);
  }
  if (Object.keys(shards).length === 0) throw invalid('`shards` is empty: a stream has at least one shard');
  for (const [shardId, shard] of Object.entries(shards)) {
    refuseUnknown(Object.keys(shard ?? {}), ['parents', 'records', 'closesAt', 'closed'], 'option', `Shard ${shardId}`);
    checkRecords(shardId, shard?.records);
    checkParents(shardId, shard, shards);
  }
  const children = childrenOf(shards);
  for (const [shardId, shard] of Object.entries(shards)) checkEnd(shardId, shard, children.has(shardId), actions);
  refuseCycles(shards);
  return shards;
}

function checkRecords(shardId: string, records: unknown): void {
  if (isRecordSource(records)) return;
  throw new ScenarioError(
    'InvalidOption',
    `The records of ${shardId} are ${describeOption(records)}, expected an iterable or async iterable of Lambda wire records.${remedy(records)}`,
  );
}

/** What people pass in place of records, and what to do with it. */
function remedy(records: unknown): string {
  if (typeof records === 'string')
    return ' A file of records is read by `recording(path)` of @millrace/simulator/node.';
  const { Records, then } = Object(records) as { readonly Records?: unknown; readonly then?: unknown };
  if (Records !== undefined) return ' This is an event: pass its `Records`.';
  return typeof then === 'function' ? ' This is a promise: await it.' : '';
}

function checkParents(shardId: string, { parents = [] }: ShardOptions, shards: Shards): void {
  if (!Array.isArray(parents)) {
    throw invalid(`\`parents\` of ${shardId} is ${describeOption(parents)}, expected a list of shard ids`);
  }
  const stranger = parents.find((parent) => !Object.hasOwn(shards, parent));
  if (stranger === undefined) return;
  throw invalid(`Parent ${stranger} of ${shardId} is not among the shards: ${Object.keys(shards).join(', ')}`);
}

/** S44: a shard with children must be closed, and it is closed once. */
function checkEnd(
  shardId: string,
  { closed, closesAt }: ShardOptions,
  isParent: boolean,
  actions: readonly ScenarioAction[],
): void {
  const isTime = typeof closesAt === 'number' ? Number.isFinite(closesAt) : isMoment(closesAt);
  if (closesAt !== undefined && !isTime) {
    throw invalid(
      `\`closesAt\` of ${shardId} is ${describeOption(closesAt)}, expected milliseconds since the start or an ISO time`,
    );
  }
  const isSplit = actions.some((action) => action.do === 'splitShard' && action.shardId === shardId);
  const hasChildren = isSplit || isParent;
  if (closed === false && (hasChildren || closesAt !== undefined)) {
    throw invalid(`${shardId} is to stay open, but ${hasChildren ? 'it has children' : 'it has a time to close'}`);
  }
  if (isSplit && closesAt !== undefined)
    throw invalid(`${shardId} has a time to close and is split: it is closed once`);
}

function isMoment(text: unknown): boolean {
  return !Number.isNaN(creationDate(text).getTime());
}

/** Without recursion: a stream that has rolled over for years has a lineage of thousands, in whatever order it is given. */
function refuseCycles(shards: Shards): void {
  const finished = new Set<string>();
  for (const first of Object.keys(shards)) {
    const path = new Map<string, Iterator<string>>();
    const enter = (shardId: string): void => {
      if (path.has(shardId)) {
        const from = [...path.keys()];
        const cycle = [...from.slice(from.indexOf(shardId)), shardId];
        throw invalid(`The shards ${cycle.join(' → ')} are each other's parents`);
      }
      if (!finished.has(shardId)) path.set(shardId, (shards[shardId]?.parents ?? [])[Symbol.iterator]());
    };
    enter(first);
    const way = [first];
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const next = path.get(at)?.next();
      if (next === undefined || next.done === true) {
        finished.add(at);
        path.delete(at);
        way.pop();
      } else {
        enter(next.value);
        if (path.has(next.value)) way.push(next.value);
      }
    }
  }
}

function invalid(what: string): ScenarioError {
  return new ScenarioError('InvalidShards', `${what}.`);
}

import { checkActions } from './checkActions.ts';
import { describeOption } from './describeOption.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import { ScenarioError } from './scenarioError.ts';
import type { RecordSource, ScenarioOptions, ShardOptions } from './scenarioOptions.ts';

const knownOptions = [
  'handler',
  'records',
  'shards',
  'mapping',
  'startAt',
  'seed',
  'faults',
  'refusesDelivery',
  'functionTimeoutMs',
  'invocationDurationMs',
  'isolation',
  'semantics',
  'actions',
  'untilMs',
  'maximumInvocations',
] as const satisfies readonly (keyof ScenarioOptions)[];

/** The shard id of a stream that is given as plain `records`. */
export const onlyShardId = 'shardId-00000000000000000000-00000000';

/** Refuses options that cannot be simulated, before anything runs. */
export function checkOptions(options: ScenarioOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new ScenarioError('InvalidOption', 'simulate takes one object: { handler, records, mapping }.');
  }
  refuseUnknown(Object.keys(options), knownOptions, 'option', 'simulate');
  if (typeof options.handler !== 'function') {
    throw new ScenarioError(
      'InvalidHandler',
      `\`handler\` is ${describeOption(options.handler)}, expected a function: the Lambda handler to run. ` +
        'If it comes from a module, check the name of the export.',
    );
  }
  if (typeof options.mapping !== 'object' || options.mapping === null) {
    throw new ScenarioError(
      'InvalidOption',
      `\`mapping\` is ${describeOption(options.mapping)}, expected an event source mapping, at least { StartingPosition: 'TRIM_HORIZON' }.`,
    );
  }
  if ((options.records === undefined) === (options.shards === undefined)) {
    throw new ScenarioError(
      'InvalidOption',
      'Pass either `records` (a stream with one shard) or `shards`, and not both.',
    );
  }
  atLeast('functionTimeoutMs', options.functionTimeoutMs, 1);
  if (typeof options.invocationDurationMs !== 'function')
    atLeast('invocationDurationMs', options.invocationDurationMs, 0);
  atLeast('maximumInvocations', options.maximumInvocations, 1);
  atLeast('untilMs', options.untilMs, 0);
  if (options.isolation !== undefined && options.isolation !== 'json' && options.isolation !== 'none') {
    throw new ScenarioError(
      'InvalidOption',
      `\`isolation\` is ${describeOption(options.isolation)}, expected 'json' or 'none'.`,
    );
  }
  if (options.seed !== undefined && !Number.isSafeInteger(options.seed)) {
    throw new ScenarioError('InvalidOption', `\`seed\` is ${describeOption(options.seed)}, expected a whole number.`);
  }
  checkActions(options.actions ?? [], options.mapping);
}

/** The shards of a scenario, checked: parents exist, and no shard is its own ancestor. */
export function resolveShards(options: ScenarioOptions): Readonly<Record<string, ShardOptions>> {
  const shards = options.shards ?? { [onlyShardId]: { records: options.records as RecordSource } };
  if (typeof shards !== 'object' || shards === null) {
    throw new ScenarioError(
      'InvalidShards',
      `\`shards\` is ${describeOption(shards)}, expected an object: { [shardId]: { parents, records } }.`,
    );
  }
  const ids = Object.keys(shards);
  if (ids.length === 0) throw new ScenarioError('InvalidShards', '`shards` is empty: a stream has at least one shard.');
  for (const [shardId, shard] of Object.entries(shards)) {
    refuseUnknown(Object.keys(shard ?? {}), ['parents', 'records', 'closesAt', 'closed'], 'option', `Shard ${shardId}`);
    if (!isIterable(shard?.records)) {
      throw new ScenarioError(
        'InvalidOption',
        `The records of ${shardId} are ${describeOption(shard?.records)}, expected an iterable or async iterable of Lambda wire records.`,
      );
    }
    for (const parent of shard.parents ?? []) {
      if (!Object.hasOwn(shards, parent)) {
        throw new ScenarioError(
          'InvalidShards',
          `Parent ${parent} of ${shardId} is not among the shards: ${ids.join(', ')}.`,
        );
      }
    }
  }
  refuseCycles(shards);
  return shards;
}

/** A moment as epoch milliseconds: a number, an ISO text or a Date. */
export function resolveMoment(name: string, moment: number | string | Date): number {
  const epochMs = typeof moment === 'number' ? moment : new Date(moment).getTime();
  if (Number.isFinite(epochMs)) return epochMs;
  throw new ScenarioError(
    'InvalidOption',
    `\`${name}\` is ${describeOption(moment)}, expected epoch milliseconds or an ISO time.`,
  );
}

function refuseCycles(shards: Readonly<Record<string, ShardOptions>>): void {
  const finished = new Set<string>();
  const visit = (shardId: string, path: readonly string[]): void => {
    if (finished.has(shardId)) return;
    if (path.includes(shardId)) {
      throw new ScenarioError(
        'InvalidShards',
        `The shards ${[...path, shardId].join(' → ')} are each other's parents.`,
      );
    }
    for (const parent of shards[shardId]?.parents ?? []) visit(parent, [...path, shardId]);
    finished.add(shardId);
  };
  for (const shardId of Object.keys(shards)) visit(shardId, []);
}

function atLeast(name: string, value: number | undefined, minimum: number): void {
  if (value === undefined || (typeof value === 'number' && value >= minimum)) return;
  throw new ScenarioError(
    'InvalidOption',
    `\`${name}\` is ${describeOption(value)}, expected a number of at least ${minimum}.`,
  );
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

import { creationDate } from '@millrace/records';
import type { Semantics } from '../core/semantics.ts';
import type { Delivery } from '../destination/delivery.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { resolveMapping } from '../mapping/resolveMapping.ts';
import { checkActions } from './checkActions.ts';
import { describeOption } from '../words/describeOption.ts';
import { isOnCalendar } from '../words/isOnCalendar.ts';
import { type RuntimeName, runtimeNames } from './runtime.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import { resolveSemantics } from './resolveSemantics.ts';
import { resolveShards } from './resolveShards.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioError } from './scenarioError.ts';
import type {
  Attempt,
  Fault,
  InvocationStart,
  LambdaHandler,
  ScenarioAction,
  ScenarioOptions,
  ShardOptions,
} from './scenarioOptions.ts';

/** The options of a scenario past the door: checked, and every default filled in. */
export interface ResolvedScenario {
  readonly handler: LambdaHandler;
  readonly shards: Readonly<Record<string, ShardOptions>>;
  readonly mapping: ResolvedMapping;
  /** Epoch milliseconds; undefined for the creation of the earliest record, which is not known yet. */
  readonly startAtMs: number | undefined;
  readonly seed: number;
  readonly faults: (attempt: Attempt) => Fault | undefined;
  readonly refusesDelivery: (delivery: Delivery & { readonly atMs: number }) => boolean;
  readonly functionTimeoutMs: number;
  readonly invocationDurationMs: (invocation: InvocationStart) => number;
  /** Undefined: the default of each handler. */
  readonly runtime: RuntimeName | undefined;
  readonly isolation: 'json' | 'none';
  readonly interleave: boolean;
  readonly semantics: Semantics;
  readonly actions: readonly ScenarioAction[];
  readonly untilMs: number;
  readonly maximumInvocations: number;
  readonly maximumTraceLength: number;
  readonly maximumGenerations: number;
  /** Where this is one of several mappings that share a stream. */
  readonly together?: Scenario['together'];
  /** The options as they were given: what of them can be printed, the trace's scenario prints. */
  readonly given: ScenarioOptions;
}

const knownOptions = [
  'handler',
  'records',
  'shards',
  'table',
  'mapping',
  'startAt',
  'seed',
  'faults',
  'refusesDelivery',
  'functionTimeoutMs',
  'realTimeoutMs',
  'invocationDurationMs',
  'runtime',
  'isolation',
  'interleave',
  'semantics',
  'actions',
  'untilMs',
  'maximumInvocations',
  'maximumTraceLength',
  'maximumGenerations',
] as const satisfies readonly (keyof ScenarioOptions)[];

/** Refuses options that cannot be simulated, before anything runs, and fills in the defaults of the others. */
export function resolveScenario(options: ScenarioOptions): ResolvedScenario {
  if (typeof options !== 'object' || options === null) {
    throw new ScenarioError('InvalidOption', 'simulate takes one object: { handler, records, mapping }.');
  }
  refuseUnknown(Object.keys(options), knownOptions, 'option', 'simulate');
  checkHandler(options.handler);
  expect(
    'mapping',
    options.mapping,
    isObjectOrList,
    "an event source mapping, at least { StartingPosition: 'TRIM_HORIZON' }",
  );
  checkTable(options);
  if (options.table === undefined && (options.records === undefined) === (options.shards === undefined)) {
    throw new ScenarioError(
      'InvalidOption',
      'Pass either `records` (a stream with one shard) or `shards`, and not both.',
    );
  }
  const { faults, refusesDelivery, invocationDurationMs = 0, functionTimeoutMs = 3000, isolation = 'json' } = options;
  const { interleave = false } = options;
  const { runtime } = options;
  const { seed = 0, actions = [], untilMs = Infinity, maximumInvocations = 10_000_000, semantics = {} } = options;
  expect('faults', faults, isFunctionOrNothing, 'a function of the attempt');
  expect('refusesDelivery', refusesDelivery, isFunctionOrNothing, 'a function of the delivery');
  if (typeof invocationDurationMs !== 'function') checkTime('invocationDurationMs', invocationDurationMs, 0);
  checkTime('functionTimeoutMs', functionTimeoutMs, 1);
  const { realTimeoutMs } = options;
  expect('realTimeoutMs', realTimeoutMs, (value) => value === undefined || isCount(value), 'a number of at least 1');
  expect('interleave', interleave, (value) => typeof value === 'boolean', 'true or false');
  expect('runtime', runtime, isRuntime, `one of ${runtimeNames.join(', ')}`);
  expect('isolation', isolation, (value) => value === 'json' || value === 'none', "'json' or 'none'");
  expect('seed', seed, Number.isSafeInteger, 'a whole number');
  expect('actions', actions, Array.isArray, 'a list of actions');
  expect('untilMs', untilMs, (value) => typeof value === 'number' && value >= 0, 'a number of at least 0');
  expect('maximumInvocations', maximumInvocations, isCount, 'a number of at least 1');
  const { maximumTraceLength = 8_000_000 } = options;
  expect('maximumTraceLength', maximumTraceLength, isCount, 'a number of at least 1');
  const { maximumGenerations = 100 } = options;
  expect('maximumGenerations', maximumGenerations, isCount, 'a number of at least 1');
  expect('semantics', semantics, isObjectOrList, 'an object of knobs');

  const mapping = resolveMapping(options.mapping);
  checkActions(actions, mapping);
  return {
    handler: options.handler,
    shards: resolveShards(options, actions),
    mapping,
    startAtMs: options.startAt === undefined ? undefined : resolveStart(options.startAt),
    seed,
    faults: faults ?? (() => undefined),
    refusesDelivery: refusesDelivery === undefined ? () => false : answeringAtOnce(refusesDelivery),
    functionTimeoutMs,
    invocationDurationMs:
      typeof invocationDurationMs === 'function' ? invocationDurationMs : () => invocationDurationMs,
    runtime,
    isolation,
    interleave,
    semantics: resolveSemantics(semantics),
    actions,
    untilMs,
    maximumInvocations,
    maximumTraceLength,
    maximumGenerations,
    given: options,
  };
}

function checkTable({ table, shards, actions = [] }: ScenarioOptions): void {
  if (table === undefined) return;
  const connects = typeof table === 'object' && table !== null && typeof table.connect === 'function';
  expect(
    'table',
    table,
    () => connects,
    'a table that can be connected: `standIns().table(name)` of @millrace/effects/stand-ins, or `openStream()`',
  );
  if (shards === undefined && !(Array.isArray(actions) && actions.some((action) => action?.do === 'splitShard')))
    return;
  throw new ScenarioError(
    'InvalidShards',
    'The stream of a `table` that is written to has one shard, which is not split: pass what it holds besides as `records`.',
  );
}

function resolveStart(startAt: unknown): number {
  const epochMs = (typeof startAt === 'number' ? new Date(startAt) : creationDate(startAt)).getTime();
  expect('startAt', startAt, () => isOnCalendar(epochMs), 'epoch milliseconds or an ISO time, up to the year 9999');
  return epochMs;
}

function checkHandler(handler: unknown): void {
  if (typeof handler === 'function') return;
  throw new ScenarioError(
    'InvalidHandler',
    `\`handler\` is ${describeOption(handler)}, expected a function: the Lambda handler to run. ` +
      'If it comes from a module, check the name of the export.',
  );
}

function checkTime(name: string, value: unknown, minimum: number): void {
  const isTime = typeof value === 'number' && value >= minimum && value < Infinity;
  expect(name, value, () => isTime, `a number of at least ${minimum}`);
}

function expect(name: string, value: unknown, isRight: (value: unknown) => boolean, expected: string): void {
  if (isRight(value)) return;
  throw new ScenarioError('InvalidOption', `\`${name}\` is ${describeOption(value)}, expected ${expected}.`);
}

/** A promise is no answer: it would count as no refusal, whatever comes of it. */
function answeringAtOnce(refuses: ResolvedScenario['refusesDelivery']): ResolvedScenario['refusesDelivery'] {
  return (delivery) => {
    const answer: unknown = refuses(delivery);
    if (typeof answer !== 'object' || answer === null || !('then' in answer)) return answer === true;
    throw new ScenarioError('InvalidOption', '`refusesDelivery` answered a promise, expected true or false, at once.');
  };
}

function isRuntime(value: unknown): boolean {
  return value === undefined || runtimeNames.some((name) => name === value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 1;
}

function isObjectOrList(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isFunctionOrNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'function';
}

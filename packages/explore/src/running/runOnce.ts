import {
  type Attempt,
  elapse,
  type Fault,
  isScenarioError,
  isThenable,
  type LambdaHandler,
  type RuntimeName,
  runtimeOf,
  type ScenarioOptions,
  simulate,
  type Trace,
} from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import { actionsOf } from './actionsOf.ts';
import { durationOf } from './durationOf.ts';
import { effectsHere } from './effectsHere.ts';
import type { Exploree } from './exploree.ts';
import { frozenCopy } from './frozenCopy.ts';
import { latestMisses } from './latestMisses.ts';
import { mixed } from './mixed.ts';
import type { Records, RunOptions } from './runOptions.ts';
import type { RunResult } from './runResult.ts';
import { type AttemptFault, scenarioFault } from './scenarioFault.ts';
import { shardsOf } from './shardsOf.ts';
import { Turnstile } from './turnstile.ts';
import { whatStruck } from './whatStruck.ts';

/** More attempts than this mean that a run has no end: a record that fails for 24 hours takes about 1,500. */
const mostAttempts = 20_000;

/** Runs a handler over some records under a schedule of faults. An error of `setup` is the caller's. */
export async function runOnce(
  options: RunOptions,
  records: Records,
  schedule: readonly ScheduledFault[],
): Promise<RunResult> {
  await effectsHere()?.held?.reset();
  const exploree = await options.setup();
  // By the handler itself: what stands before it says nothing of how it answers.
  const runtime = runtimeOf(options.runtime, exploree.handler);
  const stand = standFor(exploree, schedule, runtime);
  let trace: Trace | undefined;
  let stopped: string | undefined;
  try {
    trace = await simulate(scenarioOf(options, records, schedule, stand, runtime));
  } catch (error) {
    if (!isScenarioError(error) || error.code !== 'LimitExceeded') throw error;
    stopped = error.message;
  }
  const { restart } = exploree;
  const held = effectsHere()?.held;
  const observe = exploree.observe ?? (held && (() => held.state(records)));
  const steps = stand.turnstile?.steps ?? [];
  let state: unknown;
  let observeError: RunResult['observeError'];
  try {
    state = frozenCopy(await observe?.());
  } catch (error) {
    observeError = { error };
  }
  return {
    trace,
    state,
    observeError,
    canRestart: restart !== undefined,
    canObserve: observe !== undefined,
    isSeen: exploree.observe !== undefined || (trace?.events.some(({ type }) => type === 'effect') ?? false),
    struck: trace === undefined ? [] : whatStruck(schedule, trace, stand.struck, steps),
    steps,
    stopped,
  };
}

function scenarioOf(
  options: RunOptions,
  records: Records,
  schedule: readonly ScheduledFault[],
  stand: Stand,
  runtime: RuntimeName,
): ScenarioOptions {
  const { seed, functionTimeoutMs, semantics } = options;
  const most = schedule.find((fault) => fault.fault === 'smallerBatches')?.size;
  const mapping = most === undefined ? options.mapping : withSmallerBatches(options.mapping, most);
  const missed = schedule.find((fault) => fault.fault === 'missedByLatest')?.records ?? 0;
  const shards = schedule.find((fault) => fault.fault === 'severalShards')?.shards ?? 1;
  const latest = missed > 0 ? latestMisses(records, missed) : { records, gapMs: 0 };
  const isLatest = mapping.StartingPosition === 'LATEST' && latest.gapMs === 0;
  const others = schedule.flatMap((fault): [string, unknown][] =>
    fault.fault === 'semantics' ? [[fault.knob, fault.value]] : [],
  );
  // Property by property, as one is made for each run: V8 makes a hidden class for each object with a spread in it.
  const scenario: Writable<ScenarioOptions> = {
    handler: stand.handler,
    runtime,
    // What is there is read from the first record on, but for what LATEST misses.
    mapping: isLatest ? { ...mapping, StartingPosition: 'TRIM_HORIZON' } : mapping,
    seed,
    functionTimeoutMs,
    invocationDurationMs: durationOf(schedule, options),
    faults: stand.faults,
    semantics: others.length === 0 && latest.gapMs === 0 ? semantics : semanticsWith(semantics, others, latest.gapMs),
    actions: actionsOf(schedule, () => stand.handler),
    maximumInvocations: mostAttempts,
    interleave: schedule.some(({ fault }) => fault === 'interleave'),
  };
  if (shards > 1) scenario.shards = shardsOf(latest.records, shards);
  else scenario.records = latest.records;
  return scenario;
}

function withSmallerBatches(mapping: RunOptions['mapping'], most: number): RunOptions['mapping'] {
  return { ...mapping, BatchSize: Math.min(mapping.BatchSize ?? most, most) };
}

function semanticsWith(
  semantics: RunOptions['semantics'],
  others: readonly (readonly [string, unknown])[],
  gapMs: number,
): NonNullable<ScenarioOptions['semantics']> {
  return {
    ...semantics,
    ...Object.fromEntries(others),
    ...(gapMs > 0 && { latestGapMs: { creation: gapMs } }),
  };
}

type Writable<Options> = { -readonly [Name in keyof Options]: Options[Name] };

/** What stands between the simulator and the handler. */
interface Stand {
  readonly handler: LambdaHandler;
  readonly faults: (attempt: Attempt) => Fault | undefined;
  /** Which faults of attempts were asked for, and met a call. */
  readonly struck: Set<ScheduledFault>;
  /** Where calls go on one at a time. */
  readonly turnstile: Turnstile | undefined;
}

function standFor(exploree: Exploree, schedule: readonly ScheduledFault[], runtime: RuntimeName): Stand {
  const byAttempt = new Map<number, AttemptFault>();
  for (const fault of schedule)
    if ('attempt' in fault && !byAttempt.has(fault.attempt)) byAttempt.set(fault.attempt, fault);
  const isFresh = schedule.some(({ fault }) => fault === 'freshProcess');
  const struck = new Set<ScheduledFault>();
  let process: LambdaHandler | Promise<LambdaHandler> = exploree.handler;
  const interleave = schedule.find((one) => one.fault === 'interleave');
  const turnstile = interleave && 'turns' in interleave ? new Turnstile(interleave.turns) : undefined;
  let fault: AttemptFault | undefined;
  let calls = 0;

  /** When a call may begin; undefined for at once. */
  const beginning = (index: number): Promise<void> | undefined => {
    if (turnstile !== undefined) return turnstile.wait(index, 0);
    if (interleave === undefined || !('seed' in interleave)) return undefined;
    return turns(mixed(interleave.seed, index) % longestWait);
  };
  const call: LambdaHandler = (event, context, callback) => {
    const mine = fault;
    const runsIn = process;
    const index = calls++;
    if (mine?.fault === 'timeoutBefore') return elapse(Object(context), Infinity);
    if (exploree.restart !== undefined && (isFresh || (mine !== undefined && ends.includes(mine.fault)))) {
      process = exploree.restart();
    }
    // One that answers by a callback has to be called at once.
    const begins = exploree.handler.length > 2 ? undefined : beginning(index);
    const begin = (handler: LambdaHandler): unknown => {
      if (turnstile !== undefined) effectsHere()?.takeTurns((effect) => turnstile.wait(index, effect));
      return handler(event, context, callback);
    };
    if (begins === undefined && !isThenable(runsIn)) return begin(runsIn);
    const answer = Promise.all([runsIn, begins]).then(([handler]): unknown => heardLater(begin(handler), runtime));
    return turnstile === undefined ? answer : answer.finally(() => turnstile.left(index));
  };
  // A handler with three parameters answers by its callback, one with fewer by what it returns.
  Object.defineProperty(call, 'length', { value: exploree.handler.length });
  const faults = ({ index }: Attempt): Fault | undefined => {
    fault = byAttempt.get(index);
    if (fault === undefined) return undefined;
    struck.add(fault);
    return scenarioFault(fault);
  };
  return { handler: call, faults, struck, turnstile };
}

/**
 * What is heard of a handler that began later, by a promise. Where a callback or the context may answer, what is returned
 * without a promise is no answer: there nothing is, for now.
 */
function heardLater(answer: unknown, runtime: RuntimeName): unknown {
  return runtime === 'nodejs24.x' || isThenable(answer) ? answer : new Promise(() => undefined);
}

/** With `interleave` a call begins when the others have had some turns: how many is drawn, up to this. */
const longestWait = 12;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

/** The process is gone after these. */
const ends: readonly string[] = ['answerLost', 'timeoutBefore', 'timeoutAfter', 'timeoutDuring', 'crash'];

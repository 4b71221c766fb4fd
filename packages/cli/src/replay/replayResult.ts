import {
  checkItemOrder,
  checkSettled,
  type Finding,
  type LifeEvent,
  lifeEvents,
  type RecordFate,
  recordFates,
  type Scenario,
  type SkipReason,
  type Trace,
} from '@millrace/simulator';
import type { AddedEnvironment } from '../running/addedEnvironment.ts';
import { effectsProblems, effectsWarnings } from './effectsText.ts';
import type { EffectsTold } from './effectsTold.ts';
import { type FailOn, failOnProblems } from './failOn.ts';
import type { LoggedError } from './loggedErrors.ts';
import { nothingSucceeded } from './nothingSucceeded.ts';
import { problemsOf } from './problems.ts';

/** A record by what names it in a trace. */
export interface NamedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly itemKey: string;
}

/** Records that were given up together, and everything that happened to the first of them. */
export interface DiscardedRecords {
  readonly condition: string;
  readonly records: readonly NamedRecord[];
  readonly life: readonly LifeEvent[];
}

/** Why a replay skips records: for no other reason, as `afterEarlyTermination` and `latestGapMs` have their defaults. */
type SkipCounted = Exclude<SkipReason, 'terminatedWindow' | 'latestGap'>;

/** How many records the recording has, and how many had which fate; the reasons add up to `skipped`. */
export type RecordCounts = Readonly<Record<'recorded' | 'unread' | RecordFate['fate'] | SkipCounted, number>>;

/** What a replay came to: plain data, which `--json` prints as it stands. */
export interface ReplayResult {
  /** The parameters that were given; `scenario.mapping` has the rest, AWS's defaults. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly records: RecordCounts;
  /** The function's time-out, and whether an option or the template gave it; else it is Lambda's own. */
  readonly timeout: { readonly seconds: number; readonly isGiven: boolean };
  /** The environment variables that the template gave the handler, and those that it left open, with the parameters missing. */
  readonly environment: Omit<AddedEnvironment, 'variables'> & {
    /** The names of unset variables that the handler's own code asked for. */
    readonly askedFor: readonly string[];
  };
  readonly invocations: { readonly total: number; readonly outcomes: Readonly<Record<string, number>> };
  readonly discarded: readonly DiscardedRecords[];
  readonly documents: { readonly delivered: number; readonly destination: string | undefined };
  readonly warnings: readonly string[];
  /** Errors that the handler logged in calls that succeeded, by their text. */
  readonly loggedErrors: readonly LoggedError[];
  /** Everything that the checkers found; `problems` says it in sentences. None when the exit code is 0. */
  readonly findings: readonly Finding[];
  readonly problems: readonly string[];
  readonly virtualMs: number;
  readonly realMs: number;
  readonly scenario: Scenario;
  /** Whether Ctrl-C ended the run before its end. */
  readonly isInterrupted: boolean;
  /** What the handler did; absent with --no-effects. */
  readonly effects?: EffectsTold;
}

/** What the trace does not know, and how much of it to tell. */
export interface ReplayFacts {
  readonly mapping: Readonly<Record<string, unknown>>;
  /** How many records the recording has. */
  readonly recorded: number;
  readonly realMs: number;
  /** For how many of the discards to tell what happened; each takes a pass over the trace. */
  readonly maxLives: number;
  readonly isTimeoutGiven: boolean;
  readonly environment: AddedEnvironment;
  readonly askedFor: readonly string[];
  readonly loggedErrors: readonly LoggedError[];
  readonly isInterrupted: boolean;
  /** Warnings that the trace does not know. */
  readonly moreWarnings: readonly string[];
  /** What the handler did; `undefined` without interception. */
  readonly effects: EffectsTold | undefined;
  readonly failOn: ReadonlySet<FailOn>;
}

/**
 * Warnings that are more: the handler said that records failed, and Lambda did not hear it, or not which. No checker
 * can know.
 */
const unheard = new Set([
  'reportIgnored',
  'capitalisedReportKey',
  'malformedReport',
  'reportUnheard',
  'returnedError',
  'returnedGenerator',
  'returnedCollection',
  'returnedHidden',
  'synchronousReport',
]);

/** Sums a trace up. A discard is a problem only where nothing keeps the record: that is the checkers' to say. */
export function replayResult(
  trace: Trace,
  {
    mapping,
    recorded,
    realMs,
    maxLives,
    isTimeoutGiven,
    environment,
    askedFor,
    isInterrupted,
    failOn,
    ...facts
  }: ReplayFacts,
): ReplayResult {
  const { variables: _, ...environmentTold } = environment;
  const fates = recordFates(trace);
  const count = (fate: RecordFate['fate']) => fates.filter((record) => record.fate === fate).length;
  const skips = fates.map((record) => skipReason(record, trace));
  const countSkips = (reason: SkipCounted) => skips.filter((each) => each === reason).length;
  const unread = recorded - fates.length;
  const warned = trace.events.flatMap((event) => (event.type === 'warned' ? [event] : []));
  const saying = (isUnheard: boolean) => [
    ...new Set(warned.filter(({ code }) => unheard.has(code) === isUnheard).map(({ message }) => message)),
  ];
  const { effects } = facts;
  const warnings = [...saying(false), ...facts.moreWarnings, ...effectsWarnings(effects)];
  const unheardReports = saying(true);
  const loggedErrors = inSuccesses(facts.loggedErrors, trace);
  const processed = count('processed');
  const nothing = isInterrupted ? undefined : nothingSucceeded(trace, processed, { unset: askedFor });
  const asked = failOnProblems(failOn, {
    discarded: count('discarded'),
    failedAttempts: failedAttempts(trace),
    warnings: warnings.length + loggedErrors.length,
  });
  const findings = [...checkSettled(trace, { allowUnheardReports: true }), ...checkItemOrder(trace)];
  return {
    mapping,
    timeout: { seconds: trace.scenario.functionTimeoutMs / 1000, isGiven: isTimeoutGiven },
    environment: { ...environmentTold, askedFor },
    records: {
      recorded,
      processed,
      discarded: count('discarded'),
      skipped: count('skipped'),
      filteredOut: countSkips('filteredOut'),
      beforeStartingPosition: countSkips('beforeStartingPosition'),
      pending: count('pending'),
      unread,
    },
    invocations: {
      total: trace.invocations.length,
      outcomes: howOften(trace.invocations.map(({ outcome }) => outcome)),
    },
    discarded: discardedRecords(trace, fates, maxLives),
    documents: {
      delivered: trace.destination.length,
      destination: trace.scenario.mapping.DestinationConfig.OnFailure.Destination,
    },
    warnings,
    loggedErrors,
    findings,
    problems: [
      ...(nothing === undefined || unheardReports.length > 0 ? [] : [nothing]),
      ...problemsOf(findings, trace.scenario.mapping),
      ...unreadProblem(unread, isInterrupted),
      ...unheardReports,
      ...effectsProblems(effects),
      ...asked,
    ],
    virtualMs: trace.events.at(-1)?.atMs ?? 0,
    realMs,
    scenario: trace.scenario,
    isInterrupted,
    ...(effects !== undefined && { effects }),
  };
}

/** Why a record was skipped, if that was its fate: the last sign of it says so. */
function skipReason({ fate, eventIndexes }: RecordFate, trace: Trace): SkipReason | undefined {
  const sign = fate === 'skipped' ? trace.events[eventIndexes.at(-1) ?? -1] : undefined;
  return sign?.type === 'recordsSkipped' ? sign.reason : undefined;
}

function discardedRecords(trace: Trace, fates: readonly RecordFate[], maxLives: number): readonly DiscardedRecords[] {
  const itemKeys = new Map(
    fates.map(({ shardId, sequenceNumber, itemKey }) => [`${shardId} ${sequenceNumber}`, itemKey]),
  );
  const groups = trace.events.flatMap((event) => {
    if (event.type !== 'recordsDiscarded') return [];
    const { shardId, condition } = event;
    const records = event.sequenceNumbers.map((sequenceNumber) => {
      return { shardId, sequenceNumber, itemKey: itemKeys.get(`${shardId} ${sequenceNumber}`) ?? '' };
    });
    return [{ condition, records }];
  });
  return groups.map((group, index) => {
    const [first] = index < maxLives ? group.records : [];
    return { ...group, life: first ? lifeEvents(trace, first.sequenceNumber, first.shardId) : [] };
  });
}

/** A trace does not know of records that were never read, so no checker does. */
function unreadProblem(unread: number, isInterrupted: boolean): readonly string[] {
  if (unread === 0) return [];
  const why = isInterrupted ? 'the replay was interrupted' : 'the run ended';
  return [
    `${unread === 1 ? '1 record was' : `${unread} records were`} never read: ${why} before ${unread === 1 ? 'it' : 'them'}.`,
  ];
}

/** What was logged in calls that Lambda counts as a success: in the others an error is no news. */
function inSuccesses(logged: readonly LoggedError[], { invocations }: Trace): readonly LoggedError[] {
  return logged
    .map(({ text, invocations: calls }) => ({
      text,
      invocations: calls.filter((index) => invocations[index]?.outcome === 'success'),
    }))
    .filter((error) => error.invocations.length > 0);
}

function failedAttempts({ invocations, events }: Trace): number {
  const failed = invocations.filter(({ outcome }) => outcome !== 'success' && outcome !== 'pending').length;
  return failed + events.filter(({ type }) => type === 'attemptRejected').length;
}

function howOften(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

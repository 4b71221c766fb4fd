import { defaultSemantics, type Semantics } from '../core/semantics.ts';
import { describeOption } from '../words/describeOption.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import { ScenarioError } from './scenarioError.ts';
import type { SemanticsOptions } from './scenarioOptions.ts';

type Choices = {
  readonly [Knob in keyof Semantics as Semantics[Knob] extends string | boolean
    ? Knob
    : never]: readonly Semantics[Knob][];
};

/** What each knob that is a choice may be. */
const choices: Choices = {
  suffixTopUp: [false, true],
  numericIdentifier: ['malformed', 'accepted'],
  nonObjectResponse: ['success', 'failure'],
  nonListReport: ['failure', 'success'],
  mixedReport: ['failure', 'useValidEntries'],
  batchingWindowStart: ['firstRecordOrPreviousCall', 'previousCall'],
  laneAssignment: ['hash', 'leastLoaded'],
  documents: ['mergeBisected', 'onePerBatch', 'mergeNeighbours'],
  documentTime: ['afterBisectedBatch', 'atDiscard'],
  rejectionsCountAsInvokes: [false, true],
  retentionExpiryDocument: [false, true],
  ageBoundary: ['expired', 'kept'],
  counterAfterPartialExpiry: ['kept', 'fresh'],
  afterEarlyTermination: ['newInstance', 'skipRecords'],
  finalCallOfEmptyWindow: ['sent', 'skipped'],
  stateOfPartialReport: ['used', 'ignored'],
  windowAcrossDisable: ['kept', 'replayed', 'replayedOntoState'],
  finalCallAge: ['closing', 'windowStart', 'windowEnd'],
  droppedWithoutDestination: ['counted', 'notCounted'],
  latestOfDisabled: ['creation', 'firstEnable'],
  callAcrossUpdate: ['oldSettings', 'newSettings'],
};

type Least = { readonly [Knob in keyof Semantics as Semantics[Knob] extends number ? Knob : never]: number };

/** The least value of each knob that is a number; below it a simulation would stand still or send nothing. */
const least: Least = {
  laneReadAheadRecords: 1,
  payloadLimitBytes: 1,
  stateLimitBytes: 0,
  responseLimitBytes: 0,
  idleWindowCloseMs: 0,
  pollIntervalMs: 1,
  retentionMs: 1,
  startUpDelayMs: 0,
  updateDelayMs: 0,
  rollOverDelayMs: 0,
  readersOfShard: 1,
};

const knobs = Object.keys(defaultSemantics);
const choiceEntries = Object.entries(choices) as [keyof Choices, readonly unknown[]][];
const leastEntries = Object.entries(least) as [keyof Least, number][];

/** The knobs of a scenario with every default filled in; refuses names and values that are none. */
export function resolveSemantics(given: SemanticsOptions = {}): Semantics {
  const names = Object.keys(given);
  if (names.length === 0) return { ...defaultSemantics };
  refuseUnknown(names, knobs, 'knob', 'semantics');
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const latestGapMs = resolveLatestGap(given.latestGapMs);
  const resolved: Semantics = { ...defaultSemantics, ...Object.fromEntries(named), latestGapMs };
  for (const [knob, allowed] of choiceEntries) {
    const value: unknown = resolved[knob];
    if (allowed.some((choice) => choice === value)) continue;
    throw invalid(knob, value, allowed.map((choice) => JSON.stringify(choice)).join(' or '));
  }
  for (const [knob, minimum] of leastEntries) checkNumber(knob, resolved[knob], minimum);
  checkNumber('latestGapMs.creation', latestGapMs.creation, 0);
  checkNumber('latestGapMs.update', latestGapMs.update, 0);
  const { firstMs, factor, maxMs } = resolved.backoff ?? {};
  refuseUnknown(Object.keys(resolved.backoff ?? {}), ['firstMs', 'factor', 'maxMs'], 'knob', 'semantics.backoff');
  checkNumber('backoff.firstMs', firstMs, 1);
  checkNumber('backoff.factor', factor, 1);
  checkNumber('backoff.maxMs', maxMs, 1);
  return resolved;
}

/** One number is the gap of both; what is left out is its default. */
function resolveLatestGap(given: SemanticsOptions['latestGapMs']): Semantics['latestGapMs'] {
  if (given === undefined) return defaultSemantics.latestGapMs;
  if (typeof given === 'number') return { creation: given, update: given };
  if (typeof given !== 'object' || given === null) {
    throw invalid('latestGapMs', given, 'a number, or { creation, update }');
  }
  refuseUnknown(Object.keys(given), Object.keys(defaultSemantics.latestGapMs), 'knob', 'semantics.latestGapMs');
  return { ...defaultSemantics.latestGapMs, ...given };
}

/** What would never happen at all without an end; the other numbers may be as good as unlimited. */
const mustEnd: ReadonlySet<string> = new Set([
  'pollIntervalMs',
  'backoff.firstMs',
  'backoff.factor',
  'startUpDelayMs',
  'updateDelayMs',
  'rollOverDelayMs',
  'readersOfShard',
]);

function checkNumber(knob: string, value: unknown, minimum: number): void {
  if (typeof value === 'number' && value >= minimum && (value < Infinity || !mustEnd.has(knob))) return;
  throw invalid(knob, value, `a number of at least ${minimum}`);
}

function invalid(knob: string, value: unknown, expected: string): ScenarioError {
  return new ScenarioError('InvalidOption', `semantics.${knob} is ${describeOption(value)}, expected ${expected}.`);
}

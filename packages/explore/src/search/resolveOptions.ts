import { capitalised, runtimeNames } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';
import { Arbitrary, constant, sample } from 'fast-check';
import { faultKinds } from '../faults/scheduledFault.ts';
import { namedInvariants } from '../judging/invariant.ts';
import type { Records, RunOptions } from '../running/runOptions.ts';
import { ExploreError } from './exploreError.ts';
import type { ExploreOptions } from './exploreOptions.ts';

/** The options past the door: checked, defaults filled in, records in hand. */
export interface ResolvedOptions extends RunOptions {
  readonly records: Arbitrary<Records>;
  /** The records with which all is enumerated. */
  readonly first: Records;
  readonly isFixed: boolean;
  readonly runs: number;
  readonly enumerate: number;
  readonly invariants: ReturnType<typeof namedInvariants>;
  readonly given: ExploreOptions;
}

/** Up to so many are tried one by one, where nothing else is said. */
export const defaultEnumerate = 1000;

const knownOptions = [
  'setup',
  'records',
  'arbitrary',
  'mapping',
  'faults',
  'invariants',
  'runs',
  'enumerate',
  'seed',
  'path',
  'schedule',
  'functionTimeoutMs',
  'runtime',
  'invocationDurationMs',
  'semantics',
  'setupImport',
  'save',
  'onRun',
  'signal',
] as const satisfies readonly (keyof ExploreOptions)[];

/** Checks what `explore` is given, and reads the records. */
export async function resolveOptions(given: ExploreOptions): Promise<ResolvedOptions> {
  if (typeof given !== 'object' || given === null)
    throw invalid('explore takes one object: { setup, records, mapping }');
  const stranger = Object.keys(given).find((name) => !knownOptions.some((known) => known === name));
  if (stranger !== undefined)
    throw invalid(`explore has no option \`${stranger}\`: there are ${knownOptions.join(', ')}`);
  const { setup, mapping, runs = 500, enumerate = defaultEnumerate, faults, seed = randomSeed(), runtime } = given;
  if (typeof setup !== 'function') throw invalid('`setup` is to be a function that answers { handler, observe? }');
  if (typeof mapping !== 'object' || mapping === null) throw invalid('`mapping` is to be an event source mapping');
  if (!Number.isSafeInteger(runs) || runs < 0) throw invalid('`runs` is to be a whole number from 0');
  if (!Number.isSafeInteger(enumerate) || enumerate < 0) throw invalid('`enumerate` is to be a whole number from 0');
  if (!Number.isSafeInteger(seed)) throw invalid('`seed` is to be a whole number');
  const unknown = faults?.find((kind) => !faultKinds.includes(kind));
  if (unknown !== undefined) throw invalid(`there is no fault \`${unknown}\`: there are ${faultKinds.join(', ')}`);
  if (runtime !== undefined && !runtimeNames.includes(runtime))
    throw invalid(`there is no runtime \`${runtime}\`: there are ${runtimeNames.join(', ')}`);
  const { records, isFixed } = await recordsOf(given);
  const [first = []] = sample(records, { seed, numRuns: 1 });
  if (first.length === 0 && isFixed) throw invalid('`records` is empty: there is nothing to deliver');
  return {
    setup,
    mapping,
    seed,
    functionTimeoutMs: given.functionTimeoutMs ?? 3000,
    runtime,
    invocationDurationMs: given.invocationDurationMs ?? 100,
    semantics: given.semantics ?? {},
    records,
    first,
    isFixed,
    runs,
    enumerate,
    invariants: namedInvariants(given.invariants ?? []),
    given,
  };
}

async function recordsOf(
  given: ExploreOptions,
): Promise<{ readonly records: Arbitrary<Records>; readonly isFixed: boolean }> {
  const { records, arbitrary } = given;
  const drawn: unknown = arbitrary ?? records;
  if ((records === undefined) === (arbitrary === undefined) || drawn === undefined || drawn === null) {
    throw invalid('pass either `records` or `arbitrary`, and not both');
  }
  if (isArbitrary(drawn)) return { records: drawn, isFixed: false };
  if (records === undefined) throw invalid('`arbitrary` is to be a fast-check arbitrary of records');
  const list: DynamoDBRecord[] = [];
  for await (const record of records) list.push(record);
  return { records: constant<Records>(list), isFixed: true };
}

/** By what it can do: it may come from another copy of fast-check. */
function isArbitrary(value: unknown): value is Arbitrary<Records> {
  return typeof value === 'object' && value !== null && 'generate' in value && 'canShrinkWithoutContext' in value;
}

function randomSeed(): number {
  return (Date.now() ^ (Math.random() * 0x1_0000_0000)) | 0;
}

function invalid(what: string): ExploreError {
  return new ExploreError('InvalidOption', `${capitalised(what)}.`);
}

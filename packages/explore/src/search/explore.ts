import { printable } from '@millrace/simulator';
import { asyncProperty, check } from 'fast-check';
import { enumerate, type Enumeration, pairsOf, type StrikingPlaces } from '../faults/enumerate.ts';
import { canStrike } from '../faults/canStrike.ts';
import { noOrders, orderSchedules } from '../faults/orders.ts';
import { faultKinds, type FaultKind } from '../faults/scheduledFault.ts';
import type { Breach, BreachCode } from '../judging/breach.ts';
import type { Records } from '../running/runOptions.ts';
import { counterexample, type Counterexample } from '../story/counterexample.ts';
import { explorationReport } from './explorationReport.ts';
import type { Exploration, Exercised, Tried } from './exploration.ts';
import { ExploreError } from './exploreError.ts';
import { Explorer, type Verdict } from './explorer.ts';
import type { ExploreOptions } from './exploreOptions.ts';
import { enumeratedRounds, readPath, writePath } from './explorationPath.ts';
import { reproduceOptions } from './reproduceOptions.ts';
import { type ResolvedOptions, resolveOptions } from './resolveOptions.ts';
import { forgetFailure, keepFailure, keptFailure } from './savedFailure.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioArbitrary } from './scenarioArbitrary.ts';

/** How many runs are drawn before the weights are set anew. */
const roundRuns = 100;
/** More runs than this are not spent on making a failure smaller. */
const mostShrinks = 1500;

/**
 * Tries what a stream can do to a handler: every crash point, single fault and pair up to a size, then drawn schedules.
 * Answers with the smallest schedule that breaks it, if any does.
 *
 * Throws an {@link ExploreError} for options that make no sense; what `setup` throws is thrown on.
 *
 * @example
 * const found = await explore({ setup, records, mapping, runs: 500 });
 * if (!found.ok) console.log(found.report);
 */
export async function explore(options: ExploreOptions): Promise<Exploration> {
  const resolved = await resolveOptions(options);
  return new Search(resolved).run();
}

/**
 * Explores, and throws an {@link ExploreError} with the whole report when the handler does not survive.
 *
 * @example
 * test('the ledger survives', () => assertSurvives({ setup, records, mapping }));
 */
export async function assertSurvives(options: ExploreOptions): Promise<Exploration> {
  const found = await explore(options);
  if (!found.ok) throw new ExploreError('DidNotSurvive', found.report);
  return found;
}

/** Where a failure was found. */
interface Found {
  readonly scenario: Scenario;
  readonly verdict: Verdict;
  readonly breach: Breach;
  readonly path: string | undefined;
  /** It was found the last time already. */
  readonly isKept?: true;
}

class Search {
  readonly #options: ResolvedOptions;
  readonly #explorer: Explorer;
  #enumeration: Enumeration = { crashPoints: [], singles: [], pairCount: 0 };
  #tried = { crashPoints: 0, singles: 0, pairs: 0 };
  readonly #beginnings = new Map<number, Records>();
  #orders: Tried = { tried: 0, of: 0 };

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#explorer = new Explorer(options);
  }

  async run(): Promise<Exploration> {
    const { given, first } = this.#options;
    if (given.schedule !== undefined) return this.#end(await this.#one({ records: first, faults: given.schedule }));
    const places = await this.#explorer.places(first, (kind) => this.#wants(kind));
    this.#enumeration = enumerate(places, (kind) => this.#wants(kind));
    if (given.path !== undefined) return this.#end(await this.#replay(given.path, places));
    const found = (await this.#kept()) ?? (await this.#enumerated(places)) ?? (await this.#drawn(places));
    const told = this.#end(found);
    const notSaved = found && given.save !== undefined ? keepFailure(given.save, found.scenario) : undefined;
    if (notSaved === undefined) return told;
    return {
      ...told,
      report: `${told.report}\nThe failure is not kept: ${given.save} cannot be written: ${notSaved}.`,
    };
  }

  #wants(kind: FaultKind): boolean {
    return this.#options.given.faults?.includes(kind) ?? true;
  }

  async #one(scenario: Scenario): Promise<Found | undefined> {
    const verdict = await this.#explorer.attempt(scenario);
    return verdict.breach && { scenario, verdict, breach: verdict.breach, path: undefined };
  }

  /** What failed last time is tried first. */
  async #kept(): Promise<Found | undefined> {
    const { save } = this.#options.given;
    const kept = save === undefined ? undefined : keptFailure(save);
    if (kept === undefined || save === undefined) return undefined;
    const found = await this.#one(kept);
    if (found === undefined) forgetFailure(save);
    return found && { ...found, isKept: true };
  }

  /** What a round tries one by one: no fault and every single one, every order, every pair, as many as there may be. */
  async #examples(round: number, places: StrikingPlaces): Promise<readonly Scenario[]> {
    const { first, enumerate: most } = this.#options;
    const { crashPoints, singles } = this.#enumeration;
    const alone = [...crashPoints, ...singles];
    const tried = [[], ...alone.map((fault) => [fault])].slice(0, most + 1);
    const which = enumeratedRounds[round];
    if (which === 'alone') return tried.map((faults) => ({ records: first, faults }));
    const { turns, count, isEvery } = this.#wants('interleave') ? await this.#explorer.orders(first, places) : noOrders;
    const all = this.#wants('interleave') ? orderSchedules(places, turns) : [];
    this.#orders = { ...this.#orders, of: all.length + count - turns.length, ...(!isEvery && { isAtLeast: true }) };
    const orders = all.slice(0, most + 1 - tried.length);
    const schedules = which === 'orders' ? orders : pairsOf(alone, most + 1 - tried.length - orders.length);
    return schedules.map((faults) => ({ records: first, faults }));
  }

  async #enumerated(places: StrikingPlaces): Promise<Found | undefined> {
    const crashPoints = new Set(this.#enumeration.crashPoints);
    for (const [round, which] of enumeratedRounds.entries()) {
      const examples = await this.#examples(round, places);
      const onTried = ({ faults: [fault] }: Scenario): void => {
        if (which === 'pairs') this.#tried.pairs++;
        else if (which === 'orders') this.#orders = { ...this.#orders, tried: this.#orders.tried + 1 };
        else if (fault !== undefined) this.#tried[crashPoints.has(fault) ? 'crashPoints' : 'singles']++;
      };
      const found = await this.#check(places, { round, boosted: [], examples, runs: examples.length, onTried });
      if (found !== undefined || this.#options.given.signal?.aborted) return found;
    }
    return undefined;
  }

  async #drawn(places: StrikingPlaces): Promise<Found | undefined> {
    const { runs } = this.#options;
    for (let round = enumeratedRounds.length, done = 0; done < runs; round++) {
      const now = Math.min(roundRuns, runs - done);
      const boosted = this.#explorer.unexercised.filter((kind) => this.#wants(kind));
      const found = await this.#check(places, { round, boosted, examples: [], runs: now });
      if (found !== undefined || this.#options.given.signal?.aborted) return found;
      done += now;
    }
    return undefined;
  }

  async #replay(path: string, places: StrikingPlaces): Promise<Found | undefined> {
    const { round, boosted, inner } = readPath(path);
    const isEnumerated = round < enumeratedRounds.length;
    const examples = isEnumerated ? await this.#examples(round, places) : [];
    return this.#check(places, {
      round,
      boosted,
      examples,
      runs: isEnumerated ? examples.length : roundRuns,
      path: inner,
    });
  }

  async #check(places: StrikingPlaces, round: Round): Promise<Found | undefined> {
    const { records, first, isFixed, invariants, seed, given } = this.#options;
    // Only what is drawn needs to know how much there is to choose.
    const isDrawn = round.round >= enumeratedRounds.length;
    const choices = isDrawn && this.#wants('interleave') ? (await this.#explorer.orders(first, places)).choices : 0;
    const possible = faultKinds.filter((kind) => this.#wants(kind) && canStrike(kind, places, choices));
    const kinds = possible.flatMap((kind) => (round.boosted.includes(kind) ? [kind, kind, kind, kind] : [kind]));
    // An invariant of one's own may be about all of the records.
    const canBegin = isFixed && invariants.length === 0;
    const verdicts = new Map<Scenario, Verdict & { readonly breach: Breach }>();
    let code: BreachCode | undefined;
    let shrinks = 0;
    let thrown: { readonly error: unknown } | undefined;

    const holds = async (scenario: Scenario): Promise<boolean> => {
      if (thrown !== undefined || given.signal?.aborted) return true;
      if (code !== undefined && ++shrinks > mostShrinks) return true;
      try {
        const verdict = await this.#explorer.attempt(scenario, code === undefined);
        if (code === undefined) {
          round.onTried?.(scenario);
          given.onRun?.(this.#explorer.runs);
        }
        const { breach } = verdict;
        // Another kind of failure is another story.
        if (breach === undefined || (code !== undefined && breach.code !== code)) return true;
        // What one's own invariant says of the records that were given need not hold of fewer.
        const isOwn = isFixed && breach.code.startsWith('invariant: ');
        if (isOwn && code !== undefined && scenario.records !== first && verdict.isWithoutFaults) return true;
        code = breach.code;
        verdicts.set(scenario, { ...verdict, breach });
        return false;
      } catch (error) {
        thrown = { error };
        return true;
      }
    };
    const details = await check(
      asyncProperty(
        new ScenarioArbitrary({ records, places, choices, kinds, canBegin, beginnings: this.#beginnings }),
        holds,
      ),
      {
        seed: seed + Math.imul(round.round, 0x9e3779b1),
        numRuns: round.runs,
        examples: round.examples.map((scenario): [Scenario] => [scenario]),
        ...(round.path !== undefined && { path: round.path }),
      },
    );
    if (thrown !== undefined) throw thrown.error;
    const scenario = details.counterexample?.[0];
    const verdict = scenario && verdicts.get(scenario);
    if (scenario === undefined || verdict === undefined) return undefined;
    const path = writePath({ round: round.round, boosted: round.boosted, inner: details.counterexamplePath ?? '' });
    return { scenario, verdict, breach: verdict.breach, path };
  }

  #end(found: Found | undefined): Exploration {
    const { seed, given } = this.#options;
    const example = found && this.#counterexample(found);
    const exercised = Object.fromEntries(faultKinds.map((kind) => [kind, this.#explorer.exercised(kind)])) as Readonly<
      Record<FaultKind, Exercised>
    >;
    const { crashPoints, singles, pairCount } = this.#enumeration;
    const exploration = {
      runs: this.#explorer.runs,
      seed,
      path: found?.path,
      isInterrupted: given.signal?.aborted ?? false,
      isBlind: this.#explorer.isBlind,
      exercised,
      enumerated: {
        crashPoints: { tried: this.#tried.crashPoints, of: crashPoints.length },
        singles: { tried: this.#tried.singles, of: singles.length },
        orders: this.#orders,
        pairs: { tried: this.#tried.pairs, of: pairCount },
      },
      ...(example !== undefined && { counterexample: example }),
    };
    // What was cut short need not have come to everything that was asked for.
    const isWhole =
      given.schedule === undefined && given.path === undefined && found === undefined && !exploration.isInterrupted;
    const neverHappened = this.#vacuous(exercised);
    const vacuous = [
      ...(exploration.runs === 0 ? ['It was interrupted before the first run.'] : []),
      ...(isWhole ? neverHappened : []),
    ];
    const ok = found === undefined && vacuous.length === 0;
    const told = { ...exploration, ok, neverHappened };
    return {
      ...told,
      report: printable(explorationReport({ ...told, vacuous, reproduce: reproduceOptions(found, this.#options) })),
    };
  }

  /** What was asked for and never happened. */
  #vacuous(exercised: Readonly<Record<FaultKind, Exercised>>): readonly string[] {
    const { given } = this.#options;
    const kinds = given.faults?.filter((kind) => exercised[kind].struck === 0) ?? [];
    return [
      ...kinds.map((kind) => `The fault ${kind} was asked for and never happened.`),
      ...this.#explorer.never.map((name) => `"${name}" must hold sometimes, and held in no run.`),
    ];
  }

  #counterexample({ scenario, verdict, breach }: Found): Counterexample {
    const { given } = this.#options;
    return counterexample(breach, scenario, verdict.run, verdict.without, this.#options, given.setupImport);
  }
}

/** A part of the search: one run of fast-check. */
interface Round {
  readonly round: number;
  readonly boosted: readonly FaultKind[];
  readonly examples: readonly Scenario[];
  readonly runs: number;
  readonly path?: string;
  readonly onTried?: (scenario: Scenario) => void;
}

import type { Trace } from '@millrace/simulator';
import { keyOf } from '@millrace/records';
import { hasLanes, type StrikingPlaces } from '../faults/enumerate.ts';
import { findOrders, noOrders, type Orders } from '../faults/orders.ts';
import { type FaultKind, faultKinds, type ScheduledFault } from '../faults/scheduledFault.ts';
import type { Breach } from '../judging/breach.ts';
import { askInvariant } from '../judging/invariant.ts';
import { judge, notRepeatable } from '../judging/judge.ts';
import { skippedInBatch } from '../judging/skippedInBatch.ts';
import { latestMisses } from '../running/latestMisses.ts';
import { runOnce } from '../running/runOnce.ts';
import type { Records } from '../running/runOptions.ts';
import type { RunResult } from '../running/runResult.ts';
import type { ResolvedOptions } from './resolveOptions.ts';
import type { Scenario } from './scenario.ts';

/** What came of trying a scenario. */
export interface Verdict {
  readonly breach: Breach | undefined;
  readonly run: RunResult;
  readonly without: RunResult;
  /** Whether it does not take the faults. */
  readonly isWithoutFaults: boolean;
}

/** The run without faults, and what is wrong with it already. */
interface Baseline {
  readonly run: RunResult;
  readonly breach: Breach | undefined;
  /** Another run without faults, where it ends otherwise. */
  readonly again: RunResult | undefined;
}

/** Tries scenarios one by one, and keeps the books of what was exercised. */
export class Explorer {
  readonly #options: ResolvedOptions;
  readonly #baselines = new WeakMap<Records, Map<number, Promise<Baseline>>>();
  readonly #asked = new Map<FaultKind, number>();
  readonly #struck = new Map<FaultKind, number>();
  readonly #never: Set<string>;
  #orders: Promise<Orders> | undefined;
  #isRepeatable = false;
  runs = 0;
  /** Whether nothing of what the handler does was seen in any run. */
  isBlind: boolean;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.isBlind = options.invariants.length === 0;
    this.#never = new Set(options.invariants.flatMap(([name, one]) => (typeof one === 'function' ? [] : [name])));
  }

  /** Runs a scenario beside its run without faults; `counts` is false for the runs of shrinking. */
  async attempt({ records, faults }: Scenario, counts = true): Promise<Verdict> {
    const missed = faults.find((fault) => fault.fault === 'missedByLatest')?.records ?? 0;
    const without = await this.#baseline(records, missed);
    // What is wrong without the records that LATEST misses is wrong because it misses them.
    if (faults.length === 0 || (missed === 0 && without.breach !== undefined)) {
      if (counts) this.#count(faults, without.run);
      const run = without.again ?? without.run;
      return { breach: without.breach, run, without: without.run, isWithoutFaults: true };
    }
    const run = await runOnce(this.#options, records, faults);
    if (counts) this.#count(faults, run);
    return { breach: this.#judged(run, without.run), run, without: without.run, isWithoutFaults: false };
  }

  /** Where faults can strike, as the run without faults of some records shows. */
  async places(records: Records, wants: (kind: FaultKind) => boolean): Promise<StrikingPlaces> {
    const { run } = await this.#baseline(records, 0);
    const { mapping } = this.#options;
    const items = new Set(records.map(({ dynamodb }) => keyOf(Object(dynamodb?.Keys)))).size;
    const canSpread = !hasLanes(mapping) && items > 1 && wants('severalShards');
    const besides: readonly ScheduledFault[] = canSpread ? [{ fault: 'severalShards', shards: 2 }] : [];
    return {
      besides,
      items,
      effects: effectsByAttempt(run.trace),
      records: records.length,
      moments: momentsOf(run.trace),
      mapping,
      canRestart: run.canRestart,
    };
  }

  /** What must hold sometimes and has not held yet. */
  get never(): readonly string[] {
    return [...this.#never];
  }

  exercised(kind: FaultKind): { readonly asked: number; readonly struck: number } {
    return { asked: this.#asked.get(kind) ?? 0, struck: this.#struck.get(kind) ?? 0 };
  }

  /** The kinds that have struck in no run so far. */
  get unexercised(): readonly FaultKind[] {
    return faultKinds.filter((kind) => !this.#struck.has(kind));
  }

  /** The orders in which what is under way at once can go on, where the run without faults is right. */
  orders(records: Records, { besides }: StrikingPlaces): Promise<Orders> {
    this.#orders ??= this.#findOrders(records, besides);
    return this.#orders;
  }

  async #findOrders(records: Records, besides: readonly ScheduledFault[]): Promise<Orders> {
    const { enumerate, given } = this.#options;
    const { breach } = await this.#baseline(records, 0);
    if (breach !== undefined) return noOrders;
    const sizesOf = async (turns: readonly number[]): Promise<readonly number[]> => {
      if (given.signal?.aborted) return [];
      const { steps } = await runOnce(this.#options, records, [...besides, { fault: 'interleave', turns }]);
      return steps.map(({ of }) => of).filter((of) => of > 1);
    };
    return findOrders(sizesOf, Math.max(1, Math.min(enumerate, mostOrders)));
  }

  #baseline(records: Records, missed: number): Promise<Baseline> {
    const known = this.#baselines.get(records) ?? new Map<number, Promise<Baseline>>();
    this.#baselines.set(records, known);
    const made =
      known.get(missed) ??
      this.#makeBaseline(missed > 0 ? latestMisses(records, missed).records.slice(missed) : records);
    known.set(missed, made);
    return made;
  }

  async #makeBaseline(records: Records): Promise<Baseline> {
    const run = await runOnce(this.#options, records, []);
    if (run.isSeen) this.isBlind = false;
    if (run.observeError !== undefined) throw run.observeError.error;
    const again = this.#isRepeatable ? undefined : await runOnce(this.#options, records, []);
    const differs = again && notRepeatable(run, again);
    // Asked of the first records, and of all others when the answer is no.
    this.#isRepeatable = differs === undefined;
    if (differs !== undefined) return { run, breach: differs, again };
    const breach = this.#judged(run, run) ?? (await this.#skipped(records, run));
    return { run, breach, again: undefined };
  }

  async #skipped(records: Records, run: RunResult): Promise<Breach | undefined> {
    const { mapping } = this.#options;
    const isBatch = run.trace?.invocations.some(({ sequenceNumbers }) => sequenceNumbers.length > 1) ?? false;
    const hasEffects = run.trace?.events.some(({ type }) => type === 'effect') ?? false;
    if (!isBatch || !hasEffects || (mapping.TumblingWindowInSeconds ?? 0) > 0) return undefined;
    const alone = await runOnce({ ...this.#options, mapping: { ...mapping, BatchSize: 1 } }, records, []);
    return skippedInBatch(run, alone);
  }

  #judged(run: RunResult, without: RunResult): Breach | undefined {
    const { trace, state } = run;
    const breach = judge(run, without);
    if (trace === undefined) return breach;
    let own: Breach | undefined;
    for (const [name, invariant] of this.#options.invariants) {
      if (typeof invariant === 'function') own ??= askInvariant(name, invariant, trace, state);
      else if (this.#never.has(name) && invariant.predicate(trace, state as never)) this.#never.delete(name);
    }
    return breach ?? own;
  }

  #count(faults: readonly ScheduledFault[], { struck }: RunResult): void {
    this.runs++;
    for (const fault of faults) add(this.#asked, fault.fault);
    for (const fault of struck) add(this.#struck, fault.fault);
  }
}

/** More orders than this are not tried one by one. */
const mostOrders = 64;

function add(counts: Map<FaultKind, number>, kind: FaultKind): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** How many effects each attempt of a run without faults had. */
function effectsByAttempt(trace: Trace | undefined): readonly number[] {
  const counts = trace?.invocations.map(() => 0) ?? [];
  for (const event of trace?.events ?? []) {
    if (event.type === 'effect') counts[event.invocation] = Math.max(counts[event.invocation] ?? 0, event.number);
  }
  return counts;
}

/** The moments at which calls begin, each once. */
function momentsOf(trace: Trace | undefined): readonly number[] {
  const moments = new Set(trace?.invocations.map(({ startedAtMs }) => startedAtMs));
  return moments.size === 0 ? [0] : [...moments].toSorted((a, b) => a - b);
}

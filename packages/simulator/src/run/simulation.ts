import { isThenable } from '../words/isThenable.ts';
import type { EventSourceMapping } from '../mapping/eventSourceMapping.ts';
import { createTrace, type Trace } from '../trace/trace.ts';
import { checkActions } from '../scenario/checkActions.ts';
import { describeOption } from '../words/describeOption.ts';
import { effectObserver } from '../function/effectObserver.ts';
import { CallWatch } from '../function/callWatch.ts';
import { afterTheLastDay } from './afterTheLastDay.ts';
import { Driver } from './driver.ts';
import { refuseLongTrace } from './refuseLongTrace.ts';
import { refuseUnknown } from '../scenario/refuseUnknown.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { resolveScenario, type ResolvedScenario } from '../scenario/resolveScenario.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import { lastMs } from '../words/isOnCalendar.ts';
import { leastBy } from '../words/leastBy.ts';
import { printableAction, scenarioOf } from '../scenario/scenarioOf.ts';
import type { ScenarioAction, ScenarioOptions } from '../scenario/scenarioOptions.ts';
import { contentOf, type Snapshot, snapshotState } from './snapshot.ts';
import { copyState, type SimulationState } from './simulationState.ts';
import { isObject } from '../words/isObject.ts';

/** So long, in real time, what calls have left over may take at the end of a run, so that it can be told of. */
const leftoverLimitMs = 1000;

/** What may differ when a simulation goes on from a snapshot: a new deployment, other settings, other faults. */
export type SnapshotChanges = Partial<
  Pick<ScenarioOptions, 'handler' | 'faults' | 'refusesDelivery' | 'invocationDurationMs'>
> & {
  readonly mapping?: Partial<EventSourceMapping>;
};

const knownChanges = [
  'handler',
  'faults',
  'refusesDelivery',
  'invocationDurationMs',
  'mapping',
] as const satisfies readonly (keyof SnapshotChanges)[];

/** How a run is looked after while it goes on. */
export interface RunOptions {
  readonly beforeEach?: (atMs: number) => boolean | undefined | PromiseLike<boolean | undefined>;
}

/** A simulated event source mapping over the shards of a stream: one agenda, one loop. */
export class Simulation {
  readonly #resolved: ResolvedScenario;
  readonly #scenario: Scenario;
  readonly #state: SimulationState;
  readonly #driver: Driver;
  readonly #watch = new CallWatch();
  /** The last moment that can be told as a date. */
  readonly #lastAtMs: number;
  #phase: 'atRest' | 'running' | 'over' = 'atRest';

  constructor(resolved: ResolvedScenario, scenario: Scenario, state: SimulationState) {
    this.#resolved = resolved;
    this.#scenario = scenario;
    this.#state = state;
    this.#lastAtMs = lastMs - Date.parse(scenario.startAt);
    this.#driver = new Driver(resolved, scenario, state, this.#watch);
  }

  /** Goes on from a snapshot, as often as wanted; with changes, as after a deployment at that moment. */
  static restore(snapshot: Snapshot, changes: SnapshotChanges = {}): Simulation {
    const { resolved, scenario, state } = contentOf(snapshot);
    if (!isObject(changes)) {
      throw new ScenarioError(
        'InvalidOption',
        `restoreSimulation takes its changes as an object such as { handler }, not ${describeOption(changes)}.`,
      );
    }
    refuseUnknown(Object.keys(changes), knownChanges, 'change', 'restoreSimulation');
    const { handler, mapping, ...others } = changes;
    const planned: ScenarioAction[] = [
      ...(handler === undefined ? [] : [{ atMs: snapshot.atMs, do: 'redeploy' as const, handler }]),
      ...(mapping === undefined ? [] : [{ atMs: snapshot.atMs, do: 'update' as const, mapping }]),
    ];
    checkActions(planned, state.mapping);
    const next = resolveScenario({ ...resolved.given, ...others });
    const { hasFaults, refusesDeliveries, invocationDurationMs } = scenarioOf(next, next.shards, 0, scenario.streamArn);
    const actions = [...scenario.actions, ...planned.map(printableAction)];
    const changed = { ...scenario, hasFaults, refusesDeliveries, invocationDurationMs, actions };
    const simulation = new Simulation({ ...resolved, ...behaviourOf(next) }, changed, copyState(state));
    for (const action of planned) simulation.#driver.plan(action);
    return simulation;
  }

  /**
   * Lets everything happen that can happen, in order, and answers with the trace. The simulation is over then, also
   * where `untilMs` stopped it, and its records are closed: to stop and go on, use `runUntil`.
   *
   * `beforeEach` is asked before each event, with its virtual time. A promise is awaited, which lets the process breathe, and `false` stops
   * the run there: what it came to so far is the trace.
   */
  async run({ beforeEach }: RunOptions = {}): Promise<Trace> {
    this.#refuseUnlessAtRest('run()');
    try {
      await this.#advance(this.#resolved.untilMs, beforeEach);
      await this.#leftOver();
      // What was left over may have written to the table.
      if (this.#state.growing !== undefined) await this.#advance(this.#resolved.untilMs, beforeEach);
      this.#driver.end();
    } catch (error) {
      await Simulation.abandon([this]);
      throw error;
    }
    return this.#ended();
  }

  /** Runs several mappings of one stream by one clock, each to its end, and answers with a trace of each. */
  static async runTogether(simulations: readonly Simulation[]): Promise<readonly Trace[]> {
    for (const simulation of simulations) simulation.#refuseUnlessAtRest('run()');
    try {
      await Simulation.#advanceTogether(simulations);
      for (const simulation of simulations) await simulation.#leftOver();
      if (simulations.some((simulation) => simulation.#state.growing !== undefined))
        await Simulation.#advanceTogether(simulations);
      for (const simulation of simulations) simulation.#driver.end();
    } catch (error) {
      await Simulation.abandon(simulations);
      throw error;
    }
    return Promise.all(simulations.map((simulation) => simulation.#ended()));
  }

  /** Waits for what invocations have left over when they had answered, where somebody sees their effects. */
  async #leftOver(): Promise<void> {
    const leftOver = effectObserver()?.settled(this.#state.attempts);
    if (leftOver !== undefined) await leftOver;
  }

  async #ended(): Promise<Trace> {
    this.#phase = 'over';
    await this.#driver.close();
    return createTrace(this.#state.events, this.#scenario); // Nothing comes after it, so it need not be a copy.
  }

  /** Lets everything happen up to a moment, in milliseconds since the start; it can go on from there. */
  async runUntil(atMs: number): Promise<Trace> {
    if (typeof atMs !== 'number' || Number.isNaN(atMs)) {
      throw new ScenarioError(
        'InvalidOption',
        `runUntil takes milliseconds since the start, not ${describeOption(atMs)}.`,
      );
    }
    this.#refuseUnlessAtRest('runUntil()');
    try {
      await this.#advance(atMs);
    } catch (error) {
      await Simulation.abandon([this]);
      throw error;
    }
    this.#phase = 'atRest';
    return this.#traceSoFar();
  }

  /** The simulation as it stands, to go on from with `restore`. */
  snapshot(): Snapshot {
    this.#refuseUnlessAtRest('snapshot()');
    if (this.#state.growing !== undefined) {
      throw new ScenarioError(
        'InvalidOption',
        'snapshot() of a simulation with a `table`: what the table holds is not ours to copy, so nothing could go on from there. Create the simulation again, with a table as it was at its start.',
      );
    }
    const { nowMs } = this.#state;
    const kept = { resolved: this.#resolved, scenario: this.#scenario, state: copyState(this.#state) };
    return { atMs: nowMs, [snapshotState]: kept };
  }

  #advance(untilMs: number, beforeEach?: RunOptions['beforeEach']): Promise<void> {
    return Simulation.#watched([this], () => this.#letHappen(untilMs, beforeEach));
  }

  /** While something goes on, the process is watched for what belongs to the calls of each. */
  static async #watched(simulations: readonly Simulation[], go: () => Promise<void>): Promise<void> {
    for (const simulation of simulations) {
      simulation.#phase = 'running';
      simulation.#watch.start();
    }
    try {
      await go();
      for (const simulation of simulations) {
        await simulation.#watch.drained(Math.min(leftoverLimitMs, simulation.#scenario.functionTimeoutMs));
      }
    } finally {
      for (const simulation of simulations) simulation.#watch.stop();
    }
  }

  async #letHappen(untilMs: number, beforeEach?: RunOptions['beforeEach']): Promise<void> {
    const state = this.#state;
    this.#driver.begin();
    for (;;) {
      const { nextAtMs = Infinity } = state.agenda;
      const answerMs = this.#driver.overlapping.leastEndMs;
      if (answerMs !== undefined && (answerMs <= nextAtMs || nextAtMs > untilMs)) {
        await this.#driver.overlapping.awaitFirst();
        continue;
      }
      if (nextAtMs === Infinity || nextAtMs > untilMs) break;
      if (beforeEach !== undefined) {
        const asked = beforeEach(nextAtMs);
        if ((isThenable(asked) ? await asked : asked) === false) return;
      }
      const pending = this.#happenNext();
      if (pending !== undefined) await pending;
      state.growing?.refuseEndless();
      refuseLongTrace(state.events, this.#resolved.maximumTraceLength);
    }
    if (Number.isFinite(untilMs)) state.nowMs = Math.max(state.nowMs, untilMs);
  }

  /** Lets the next thing happen; a promise when it is awaited. */
  #happenNext(): Promise<void> | undefined {
    const entry = this.#state.agenda.takeNext();
    if (entry === undefined) return undefined;
    this.#state.nowMs = entry.atMs;
    if (entry.atMs > this.#lastAtMs) throw afterTheLastDay(entry.atMs);
    if (this.#state.growing !== undefined) this.#state.growing.nowMs = entry.atMs;
    return this.#driver.happen(entry.event);
  }

  /** Lets several go on by one clock up to a moment; what happens at the same moment happens in the order of the list. */
  static #advanceTogether(simulations: readonly Simulation[]): Promise<void> {
    return Simulation.#watched(simulations, () => Simulation.#letHappenTogether(simulations));
  }

  static async #letHappenTogether(simulations: readonly Simulation[]): Promise<void> {
    const untilMs = Math.min(...simulations.map((simulation) => simulation.#resolved.untilMs));
    for (const simulation of simulations) simulation.#driver.begin();
    for (;;) {
      const first = leastBy(simulations, (simulation) => simulation.#state.agenda.nextAtMs ?? Infinity);
      const nextAtMs = first.#state.agenda.nextAtMs ?? Infinity;
      const answering = leastBy(simulations, (simulation) => simulation.#driver.overlapping.leastEndMs ?? Infinity);
      const answerMs = answering.#driver.overlapping.leastEndMs;
      if (answerMs !== undefined && (answerMs <= nextAtMs || nextAtMs > untilMs)) {
        await answering.#driver.overlapping.awaitFirst();
        continue;
      }
      if (nextAtMs === Infinity || nextAtMs > untilMs) break;
      const pending = first.#happenNext();
      if (pending !== undefined) await pending;
      first.#state.growing?.refuseEndless();
      refuseLongTrace(first.#state.events, first.#resolved.maximumTraceLength);
    }
    if (!Number.isFinite(untilMs)) return;
    for (const simulation of simulations) simulation.#state.nowMs = Math.max(simulation.#state.nowMs, untilMs);
  }

  /**
   * Ends simulations after an error: in the middle of an event there is nothing to go on from. That their records then
   * cannot be closed either is not what their user has to know.
   */
  static async abandon(simulations: readonly Simulation[]): Promise<void> {
    for (const simulation of simulations) {
      simulation.#phase = 'over';
      effectObserver()?.abandoned?.(simulation.#state.attempts);
      await Promise.allSettled([simulation.#driver.close()]);
    }
  }

  /** Over a copy of the events: whoever holds the trace sees nothing of what comes after it. */
  #traceSoFar(): Trace {
    return createTrace(this.#state.events.copy(), this.#scenario);
  }

  #refuseUnlessAtRest(call: string): void {
    switch (this.#phase) {
      case 'atRest':
        return;
      case 'running':
        throw new ScenarioError(
          'SimulationBusy',
          `${call} was called while the simulation is running. Await the run before it, and call nothing of the simulation from within its handler, records or faults.`,
        );
      case 'over':
        throw new ScenarioError(
          'SimulationOver',
          `${call} was called on a simulation that is over: run() ends it and closes its records, as an error does. ` +
            'To stop and go on, use runUntil(…); to go on more than once, take a snapshot() before.',
        );
    }
  }
}

/** What a restored simulation takes from its changes. */
function behaviourOf(
  next: ResolvedScenario,
): Pick<ResolvedScenario, 'faults' | 'refusesDelivery' | 'invocationDurationMs'> {
  const { faults, refusesDelivery, invocationDurationMs } = next;
  return { faults, refusesDelivery, invocationDurationMs };
}

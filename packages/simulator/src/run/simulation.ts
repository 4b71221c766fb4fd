import type { EventSourceMapping } from '../mapping/eventSourceMapping.ts';
import { createTrace, type Trace } from '../trace/trace.ts';
import { checkUpdate } from './checkActions.ts';
import { Driver } from './driver.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioOptions } from './scenarioOptions.ts';
import { copyState, type SimulationState } from './simulationState.ts';

const snapshotState = Symbol('state');

/** A moment of a simulation, to go on from, once or many times. Its content is the simulation's own affair. */
export interface Snapshot {
  readonly atMs: number;
  readonly [snapshotState]: {
    readonly options: ScenarioOptions;
    readonly scenario: Scenario;
    readonly state: SimulationState;
  };
}

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

/** A simulated event source mapping over the shards of a stream: one agenda, one loop. */
export class Simulation {
  readonly #options: ScenarioOptions;
  readonly #scenario: Scenario;
  readonly #state: SimulationState;
  readonly #driver: Driver;

  constructor(options: ScenarioOptions, scenario: Scenario, state: SimulationState) {
    this.#options = options;
    this.#scenario = scenario;
    this.#state = state;
    this.#driver = new Driver(options, scenario, state);
  }

  /** Goes on from a snapshot, as often as wanted; with changes, as after a deployment at that moment. */
  static restore(snapshot: Snapshot, changes: SnapshotChanges = {}): Simulation {
    const { options, scenario, state } = snapshot[snapshotState];
    refuseUnknown(Object.keys(changes), knownChanges, 'change', 'restore');
    if (changes.mapping !== undefined) checkUpdate('restore', changes.mapping, options.mapping);
    const { handler, mapping, ...others } = changes;
    const simulation = new Simulation({ ...options, ...others }, scenario, copyState(state));
    if (handler !== undefined) simulation.#driver.plan({ atMs: snapshot.atMs, do: 'redeploy', handler });
    if (mapping !== undefined) simulation.#driver.plan({ atMs: snapshot.atMs, do: 'update', mapping });
    return simulation;
  }

  /** Lets everything happen that can happen, in order, and answers with the trace. */
  async run(): Promise<Trace> {
    const trace = await this.runUntil(this.#options.untilMs ?? Infinity);
    this.#driver.end();
    return trace;
  }

  /** Lets everything happen up to a moment, in milliseconds since the start; it can go on from there. */
  async runUntil(atMs: number): Promise<Trace> {
    const state = this.#state;
    this.#driver.begin();
    while (state.agenda.nextAtMs !== undefined && state.agenda.nextAtMs <= atMs) {
      const entry = state.agenda.takeNext();
      if (entry === undefined) break;
      state.nowMs = entry.atMs;
      const pending = this.#driver.happen(entry.event);
      if (pending !== undefined) await pending;
    }
    if (Number.isFinite(atMs)) state.nowMs = Math.max(state.nowMs, atMs);
    return createTrace(state.events, this.#scenario);
  }

  /** The simulation as it stands, to go on from with `restore`. */
  snapshot(): Snapshot {
    const { nowMs } = this.#state;
    const kept = { options: this.#options, scenario: this.#scenario, state: copyState(this.#state) };
    return { atMs: nowMs, [snapshotState]: kept };
  }
}

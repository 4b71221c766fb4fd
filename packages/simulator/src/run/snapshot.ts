import type { ResolvedScenario } from '../scenario/resolveScenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import { describeOption } from '../words/describeOption.ts';
import type { SimulationState } from './simulationState.ts';

export const snapshotState = Symbol('state');

/** A moment of a simulation, to go on from, once or many times. Its content is the simulation's own affair. */
export interface Snapshot {
  readonly atMs: number;
  readonly [snapshotState]: {
    readonly resolved: ResolvedScenario;
    readonly scenario: Scenario;
    readonly state: SimulationState;
  };
}

/** A snapshot holds functions and streams under a symbol, which JSON, a file or another process leave behind. */
export function contentOf(snapshot: Snapshot): Snapshot[typeof snapshotState] {
  const given: unknown = snapshot;
  if (typeof given === 'object' && given !== null && snapshotState in given) return snapshot[snapshotState];
  throw new ScenarioError(
    'InvalidOption',
    `restoreSimulation got ${describeOption(given)}, expected what \`snapshot()\` of a simulation answered. A snapshot lives in the ` +
      'process that took it, with its handler and its records: no copy of it, such as one from JSON, can be restored. ' +
      'Pass the snapshot itself; in another process, create the simulation again and let it `runUntil(snapshot.atMs)`.',
  );
}

import type { Assumption } from '../core/assumption.ts';
import type { PollerEvent } from '../core/transition.ts';
import { filterWarnings } from '../filter/filterWarnings.ts';
import type { EventSourceMapping, ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { namedIn } from '../mapping/namedIn.ts';
import { withAssumption } from './recorder.ts';
import type { ScenarioAction } from '../scenario/scenarioOptions.ts';
import type { SimulationState } from './simulationState.ts';
import { updatedMapping } from '../mapping/updatedMapping.ts';
import { mappingWarnings } from './mappingWarnings.ts';
import type { Warning } from '../trace/warning.ts';

/** What an action acts upon. */
export interface ActionScene {
  readonly state: SimulationState;
  /** From now on this mapping holds. */
  readonly useMapping: (mapping: ResolvedMapping) => void;
  readonly dispatchToAll: (event: PollerEvent) => Promise<void>;
  /** Named where an update took effect later than it was made (S3). */
  readonly delayAssumption: Assumption | undefined;
  readonly warn: (warnings: readonly Warning[]) => void;
}

/** Does what a scenario plans for this moment. */
export function applyAction(action: ScenarioAction, scene: ActionScene): Promise<void> | undefined {
  const { state } = scene;
  const { nowMs: atMs, events } = state;
  switch (action.do) {
    case 'disable':
      return setEnabled(false, scene);
    case 'enable':
      return setEnabled(true, scene);
    case 'update':
      return update(action.mapping, scene);
    case 'redeploy':
      events.push({ type: 'handlerReplaced', atMs });
      state.attempts.handler = action.handler;
      return undefined;
    case 'splitShard':
      return undefined; // Carried out by `reshard`, before the start.
    case 'loseSourcePermission':
      events.push({ type: 'sourcePermissionLost', atMs });
      state.hasSourcePermission = false;
      return undefined;
    case 'restoreSourcePermission':
      events.push({ type: 'sourcePermissionRestored', atMs });
      state.hasSourcePermission = true;
      for (const read of state.stalledReads.splice(0)) state.agenda.add(atMs, read);
      return undefined;
  }
}

/** S3: the position survives; enabling what is enabled changes nothing. */
function setEnabled(Enabled: boolean, scene: ActionScene): Promise<void> | undefined {
  const { mapping, nowMs: atMs, events } = scene.state;
  if (mapping.Enabled === Enabled) return undefined;
  scene.useMapping({ ...mapping, Enabled });
  if (!Enabled) {
    events.push(withAssumption({ type: 'mappingDisabled', atMs }, scene.delayAssumption));
    return scene.dispatchToAll({ kind: 'disabled' });
  }
  const assumption = restartAssumption(scene.state) ?? scene.delayAssumption;
  events.push(withAssumption({ type: 'mappingEnabled', atMs }, assumption));
  return scene.dispatchToAll({ kind: 'restarted' });
}

/** S3: an update replaces what it names and resumes at the checkpoint. */
function update(changes: Partial<EventSourceMapping>, scene: ActionScene): Promise<void> {
  const after = updatedMapping(scene.state.mapping, changes);
  scene.useMapping(after);
  const named = namedIn(changes);
  const { events, nowMs: atMs } = scene.state;
  const changed = Object.fromEntries(Object.entries(after).filter(([name]) => name in named));
  const assumption = restartAssumption(scene.state) ?? scene.delayAssumption;
  events.push(withAssumption({ type: 'mappingUpdated', atMs, changes: changed }, assumption));
  scene.warn(mappingWarnings(after));
  if (named.FilterCriteria !== undefined) scene.warn(filterWarnings(after.FilterCriteria));
  return scene.dispatchToAll({ kind: after.Enabled ? 'restarted' : 'disabled' });
}

/** U5, U9: what a restart does to open windows is not known, nor how items are assigned to the lanes after it, nor where LATEST begins (S2). */
function restartAssumption({ shards, mapping, firstEnabledAtMs, nowMs }: SimulationState): Assumption | undefined {
  if (firstEnabledAtMs === nowMs && nowMs > 0 && mapping.StartingPosition === 'LATEST') return 'latestOfDisabled';
  if ([...shards.values()].some(({ callRules }) => callRules !== undefined)) return 'callAcrossUpdate';
  const lanes = [...shards.values()].flatMap(({ poller }) => poller.lanes);
  if (lanes.some((lane) => lane.window !== undefined)) return 'windowAcrossDisable';
  return mapping.ParallelizationFactor > 1 ? 'laneAssignment' : undefined;
}

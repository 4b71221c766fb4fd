import type { EventSourceMapping, ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { describeOption } from '../words/describeOption.ts';
import { refuseUnknown } from './refuseUnknown.ts';
import { ScenarioError } from './scenarioError.ts';
import { updatedMapping } from '../mapping/updatedMapping.ts';
import type { ScenarioAction } from './scenarioOptions.ts';

/** What each kind of action takes beside `atMs` and `do`. */
const fields = {
  disable: [],
  enable: [],
  update: ['mapping'],
  redeploy: ['handler'],
  splitShard: ['shardId', 'into'],
  loseSourcePermission: [],
  restoreSourcePermission: [],
} as const satisfies Readonly<Record<ScenarioAction['do'], readonly string[]>>;

/** What an update leaves as it is: fixed on AWS, but for the function, which `redeploy` replaces here. */
const fixedNames = ['EventSourceArn', 'FunctionName', 'StartingPosition', 'StartingPositionTimestamp', 'Tags'] as const;

/** Refuses actions that cannot be carried out, before anything runs. */
export function checkActions(actions: readonly ScenarioAction[], mapping: ResolvedMapping): void {
  for (const [index, action] of actions.entries()) {
    const where = `actions[${index}]`;
    if (typeof action?.do !== 'string' || !Object.hasOwn(fields, action.do)) {
      throw invalid(where, `does ${describeOption(action?.do)}, expected one of ${Object.keys(fields).join(', ')}`);
    }
    refuseUnknown(Object.keys(action), ['atMs', 'do', ...fields[action.do]], 'option', where);
    if (typeof action.atMs !== 'number' || !(action.atMs >= 0) || action.atMs === Infinity) {
      throw invalid(where, `has atMs ${describeOption(action.atMs)}, expected milliseconds since the start`);
    }
    if (action.do === 'redeploy' && typeof action.handler !== 'function') {
      throw invalid(where, `has handler ${describeOption(action.handler)}, expected a function`);
    }
    if (action.do === 'splitShard' && action.into !== undefined && action.into !== 1 && action.into !== 2) {
      throw invalid(where, `splits into ${describeOption(action.into)}, expected 1 or 2 children`);
    }
    if (action.do === 'update') checkUpdate(where, action.mapping, mapping);
  }
  checkUpdated(actions, mapping);
}

/** What AWS would refuse is refused before anything runs, at whatever time it is to happen. */
function checkUpdated(actions: readonly ScenarioAction[], mapping: ResolvedMapping): void {
  let current = mapping;
  for (const action of actions.toSorted((a, b) => a.atMs - b.atMs)) {
    if (action.do === 'update') current = updatedMapping(current, action.mapping);
  }
}

/** Refuses an update of what stays as it was created. */
function checkUpdate(where: string, update: Partial<EventSourceMapping>, mapping: ResolvedMapping): void {
  if (typeof update !== 'object' || update === null) {
    throw invalid(where, `has mapping ${describeOption(update)}, expected the parameters to change`);
  }
  const created: Partial<EventSourceMapping> = mapping;
  for (const name of fixedNames) {
    if (update[name] === undefined || update[name] === created[name]) continue;
    throw invalid(
      where,
      `updates ${name}, which stays as it was created; ` +
        (name === 'FunctionName' ? 'replace the handler with `redeploy`' : 'simulate another mapping instead'),
    );
  }
}

function invalid(where: string, what: string): ScenarioError {
  return new ScenarioError('InvalidOption', `${where} ${what}.`);
}

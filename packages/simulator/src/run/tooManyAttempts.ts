import { ScenarioError } from '../scenario/scenarioError.ts';

/** A run that tries to send batches more often than it may. */
export function tooManyAttempts(count: number): ScenarioError {
  return new ScenarioError(
    'LimitExceeded',
    `The simulation tried ${count} times to send a batch, its limit. If the scenario is meant to be that long, raise \`maximumInvocations\`.`,
  );
}

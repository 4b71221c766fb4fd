import { ScenarioError } from '../scenario/scenarioError.ts';

/** A run whose clock would leave the calendar. */
export function afterTheLastDay(atMs: number): ScenarioError {
  return new ScenarioError(
    'LimitExceeded',
    `The next event would happen ${atMs} ms after the start, which is beyond the year 9999. Is an option in another unit than milliseconds? Choose an earlier \`startAt\`, shorter times, or stop at \`untilMs\`.`,
  );
}

import { ScenarioError } from '../scenario/scenarioError.ts';
import type { EventLog } from '../trace/eventLog.ts';

/** Ends a run whose trace has grown too long: memory would end otherwise, and say nothing. */
export function refuseLongTrace(events: EventLog, most: number): void {
  if (events.weight > most) throw tooLong(events, most);
}

function tooLong(events: EventLog, most: number): ScenarioError {
  let calls = 0;
  for (const { type } of events) if (type === 'invocationStarted') calls++;
  const cause =
    calls === 0
      ? 'The function was never invoked: do its records never end, and match no filter?'
      : `The function was invoked ${calls} times: do its records or its retries never end?`;
  return new ScenarioError(
    'LimitExceeded',
    `The trace holds more than ${most} events and records, its limit. ${cause} If the scenario is meant to be that long, raise \`maximumTraceLength\`, and give Node.js the memory (--max-old-space-size); else stop at \`untilMs\`.`,
  );
}

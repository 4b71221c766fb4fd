import { ScenarioError } from '../scenario/scenarioError.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';

/** Measures a trace while it grows, and ends the run when it is too long: memory would end otherwise, and say nothing. */
export class TraceLength {
  readonly #most: number;
  #counted = 0;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Counts the events since the last time. */
  count(events: readonly TraceEvent[]): void {
    for (; this.#counted < events.length; this.#counted++) {
      const event = events[this.#counted];
      const holdsRecords = event?.type === 'recordsRead' || event?.type === 'recordsSkipped';
      this.#length += holdsRecords ? 1 + event.sequenceNumbers.length : 1;
    }
    if (this.#length > this.#most) throw tooLong(this.#most, events);
  }
}

function tooLong(most: number, events: readonly TraceEvent[]): ScenarioError {
  const calls = events.reduce((count, { type }) => count + (type === 'invocationStarted' ? 1 : 0), 0);
  const cause =
    calls === 0
      ? 'The function was never invoked: do its records never end, and match no filter?'
      : `The function was invoked ${calls} times: do its records or its retries never end?`;
  return new ScenarioError(
    'LimitExceeded',
    `The trace holds more than ${most} events and records, its limit. ${cause} If the scenario is meant to be that long, raise \`maximumTraceLength\`, and give Node.js the memory (--max-old-space-size); else stop at \`untilMs\`.`,
  );
}

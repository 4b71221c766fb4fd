import type { Trace } from './trace.ts';
import { eventLine } from './traceText.ts';

/** The lines of `trace.toText()` that tell of some of its events, by their indexes; unknown indexes are left out. */
export function traceLines(trace: Trace, eventIndexes: readonly number[]): readonly string[] {
  const columns = new Map(Object.keys(trace.scenario.shards).map((shardId, column) => [shardId, column]));
  return eventIndexes.flatMap((index) => {
    const event = trace.events[index];
    return event === undefined ? [] : [eventLine(event, columns)];
  });
}

import type { InvocationEnded, TraceEvent } from '../trace/traceEvent.ts';

/**
 * The records that each call settled, by the index of its `invocationEnded` event: all of them after a success, those
 * before the cut after a partial failure (S21), none otherwise.
 */
export function acknowledgements(events: readonly TraceEvent[]): ReadonlyMap<number, readonly string[]> {
  const settled = new Map<number, readonly string[]>();
  /** The partial failure of each lane whose cut is not known yet. */
  const cutting = new Map<string, { readonly index: number; readonly call: InvocationEnded }>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'invocationEnded') {
      if (event.outcome === 'success') settled.set(index, event.sequenceNumbers);
      if (event.outcome !== 'partialFailure') continue;
      settled.set(index, beforeReported(event));
      cutting.set(`${event.shardId}/${event.lane}`, { index, call: event });
    } else if (event.type === 'batchResumed') {
      // What comes back is the better witness: it does not depend on how the report is read.
      const cut = cutting.get(`${event.shardId}/${event.lane}`);
      if (cut === undefined) continue;
      cutting.delete(`${event.shardId}/${event.lane}`);
      const end = cut.call.sequenceNumbers.indexOf(event.sequenceNumbers[0] ?? '');
      if (end !== -1) settled.set(cut.index, cut.call.sequenceNumbers.slice(0, end));
    }
  }
  return settled;
}

/** S21: the lowest of the reported records is where the batch is cut. */
function beforeReported({ sequenceNumbers, response }: InvocationEnded): readonly string[] {
  const failures: unknown = Object(response).batchItemFailures;
  if (!Array.isArray(failures)) return [];
  const reported = new Set(failures.map((entry): unknown => Object(entry).itemIdentifier));
  const end = sequenceNumbers.findIndex((sequenceNumber) => reported.has(sequenceNumber));
  return end === -1 ? [] : sequenceNumbers.slice(0, end);
}

import type { RecordsDiscarded, TraceEvent } from './traceEvent.ts';

/** Where the document about a discarded batch went. */
export interface SentDocument {
  readonly type: 'documentDelivered' | 'documentRefused';
  /** Index of that event in the trace. */
  readonly index: number;
}

/** The document about each discard, by the index of the `recordsDiscarded` event; none for discards that nobody hears of. */
export function documents(events: readonly TraceEvent[]): ReadonlyMap<number, SentDocument> {
  const found = new Map<number, SentDocument>();
  const awaiting = new Map<string, { readonly index: number; readonly discard: RecordsDiscarded }[]>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'recordsDiscarded') {
      const waiting = awaiting.get(event.shardId);
      if (waiting === undefined) awaiting.set(event.shardId, [{ index, discard: event }]);
      else waiting.push({ index, discard: event });
    } else if (event.type === 'documentDelivered' || event.type === 'documentRefused') {
      const waiting = awaiting.get(event.shardId) ?? [];
      const [from, to] = told(event.delivery.body, waiting);
      for (const { index: discardIndex } of waiting.slice(from, to))
        found.set(discardIndex, { type: event.type, index });
      // A document comes at once or after its neighbours' (S37, U6); what it passed over never gets one.
      awaiting.set(event.shardId, waiting.slice(to));
    }
  }
  return found;
}

/** Which of the discards that wait a document tells of: one, or neighbours merged into one (S37, U6). */
function told(body: string, waiting: readonly { readonly discard: RecordsDiscarded }[]): readonly [number, number] {
  const { first, last } = bounds(body);
  const from = waiting.findIndex(({ discard }) => discard.sequenceNumbers[0] === first);
  const to = waiting.findIndex(({ discard }, at) => at >= from && discard.sequenceNumbers.at(-1) === last);
  if (first !== undefined && from !== -1 && to !== -1) return [from, to + 1];
  return [Math.max(0, waiting.length - 1), waiting.length];
}

function bounds(body: string): { readonly first: string | undefined; readonly last: string | undefined } {
  try {
    const batch = Object(JSON.parse(body)).DDBStreamBatchInfo;
    return { first: batch?.startSequenceNumber, last: batch?.endSequenceNumber };
  } catch {
    return { first: undefined, last: undefined };
  }
}

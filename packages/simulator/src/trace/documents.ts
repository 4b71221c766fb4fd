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
  /** The discards of each lane, and the place of the latest that begins with a record. */
  const lanes = new Map<string, Waiting[]>();
  const latest = new Map<string, { readonly lane: readonly Waiting[]; readonly place: number }>();
  for (const [index, event] of events.entries()) {
    if (event.type === 'recordsDiscarded') {
      const key = `${event.shardId}/${event.lane}`;
      const lane = lanes.get(key) ?? [];
      lanes.set(key, lane);
      const place = lane.push({ index, discard: event }) - 1;
      latest.set(`${event.shardId}/${event.sequenceNumbers[0] ?? noRecords}`, { lane, place });
    } else if (event.type === 'documentDelivered' || event.type === 'documentRefused') {
      const { first, last } = bounds(event.delivery.body);
      const start = latest.get(`${event.shardId}/${first ?? noRecords}`);
      if (start === undefined) continue;
      for (const told of toldOf(start.lane, start.place, last)) found.set(told.index, { type: event.type, index });
    }
  }
  return found;
}

interface Waiting {
  readonly index: number;
  readonly discard: RecordsDiscarded;
}

/** A final call has no records, and so has its document (S39). */
const noRecords = '';

/** The discards that a document tells of, from the one that begins it: one, or neighbours merged into one (S37, U6). */
function toldOf(lane: readonly Waiting[], place: number, last: string | undefined): readonly Waiting[] {
  for (let end = place; end < lane.length; end++) {
    if (lane[end]?.discard.sequenceNumbers.at(-1) === last) return lane.slice(place, end + 1);
  }
  return lane.slice(place, place + 1);
}

function bounds(body: string): { readonly first: string | undefined; readonly last: string | undefined } {
  try {
    const batch = Object(JSON.parse(body)).DDBStreamBatchInfo;
    return { first: batch?.startSequenceNumber, last: batch?.endSequenceNumber };
  } catch {
    return { first: undefined, last: undefined };
  }
}

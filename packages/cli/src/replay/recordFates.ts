import type { Trace, TraceEvent } from '@millrace/simulator';

/** What became of a record: `pending` is neither processed nor given up when the run ended. */
export type Fate = 'processed' | 'discarded' | 'skipped' | 'pending';

/** A record of the run, by what names it in a trace. */
export interface TracedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly itemKey: string;
}

/** What tells a record from all others of a trace. */
export function traceKey({ shardId, sequenceNumber }: Pick<TracedRecord, 'shardId' | 'sequenceNumber'>): string {
  return `${shardId} ${sequenceNumber}`;
}

/** A record of the run and what became of it. */
export interface RecordFate extends TracedRecord {
  readonly fate: Fate;
}

/**
 * What became of each record that the mapping read, in the order of the reads.
 *
 * A record is processed when a call that took it answered with success, or reported a later record (S21). One that was
 * discarded stays so, whatever an earlier call did with it.
 */
export function recordFates(trace: Trace): readonly RecordFate[] {
  const records = new Map<string, TracedRecord>();
  const fates = new Map<string, Fate>();
  const settle = (fate: Fate, { shardId }: { shardId: string }, sequenceNumbers: readonly string[]) => {
    for (const sequenceNumber of sequenceNumbers) fates.set(traceKey({ shardId, sequenceNumber }), fate);
  };
  for (const [index, event] of trace.events.entries()) {
    if (event.type === 'recordsRead') {
      for (const [position, sequenceNumber] of event.sequenceNumbers.entries()) {
        const itemKey = event.itemKeys[position] ?? '';
        const record = { shardId: event.shardId, sequenceNumber, itemKey };
        records.set(traceKey(record), record);
      }
    } else if (event.type === 'invocationEnded') settle('processed', event, acknowledged(event, trace.events, index));
    else if (event.type === 'recordsSkipped') settle('skipped', event, event.sequenceNumbers);
    else if (event.type === 'recordsDiscarded') settle('discarded', event, event.sequenceNumbers);
  }
  return [...records].map(([key, record]) => ({ ...record, fate: fates.get(key) ?? 'pending' }));
}

/** The records that a call settled: all of them, those before the reported one, or none. */
export function acknowledged(
  call: Extract<TraceEvent, { type: 'invocationEnded' }>,
  events: readonly TraceEvent[],
  index: number,
): readonly string[] {
  if (call.outcome === 'success') return call.sequenceNumbers;
  if (call.outcome !== 'partialFailure') return [];
  // What the call did not settle comes back at once as a new batch (S21).
  const isSuffix = (event: TraceEvent) =>
    event.type === 'batchResumed' && event.shardId === call.shardId && event.lane === call.lane;
  const suffix = events.slice(index + 1, index + 20).find(isSuffix);
  const first = suffix?.type === 'batchResumed' ? suffix.sequenceNumbers[0] : undefined;
  const end = first === undefined ? -1 : call.sequenceNumbers.indexOf(first);
  return end < 0 ? [] : call.sequenceNumbers.slice(0, end);
}

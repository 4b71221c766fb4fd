import { compareSequenceNumbers } from '@millrace/records';
import type { Trace } from '@millrace/simulator';
import { acknowledged, recordFates, traceKey } from './recordFates.ts';

/** Where a record of an item was processed although a later one of the same item already had been, in words. */
export function itemOrderBreaches(trace: Trace): readonly string[] {
  const itemOf = new Map(
    recordFates(trace).map((record) => [`${record.shardId} ${record.sequenceNumber}`, record.itemKey]),
  );
  const latest = new Map<string, string>();
  const breaches: string[] = [];
  for (const [index, event] of trace.events.entries()) {
    if (event.type !== 'invocationEnded') continue;
    for (const sequenceNumber of acknowledged(event, trace.events, index)) {
      const item = `${event.shardId} ${itemOf.get(traceKey({ shardId: event.shardId, sequenceNumber }))}`;
      const before = latest.get(item);
      if (before !== undefined && compareSequenceNumbers(before, sequenceNumber) > 0) {
        breaches.push(
          `Record ${sequenceNumber} was processed after ${before} of the same item (invocation ${event.index}).`,
        );
      } else latest.set(item, sequenceNumber);
    }
  }
  return breaches;
}

import type { DiscardCondition } from '../core/command.ts';
import type { Trace } from '../trace/trace.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import { acknowledgements } from './acknowledgements.ts';
import { documents, type SentDocument } from './documents.ts';
import { recordKey } from './recordKey.ts';

/** A record that the mapping read, and what became of it. */
export interface RecordFate {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Canonical key of the item. */
  readonly itemKey: string;
  /** Milliseconds since the scenario's start. */
  readonly createdAtMs: number;
  /** `pending`: neither processed nor given up nor skipped when the run ended. */
  readonly fate: 'processed' | 'discarded' | 'skipped' | 'pending';
  /** Why it was discarded. */
  readonly condition?: DiscardCondition;
  /** Whether a document about the discard reached a destination. */
  readonly document?: 'delivered' | 'refused' | 'none';
  /** Where that can be seen in the trace: first read, what decided, or the last sign of it; ascending. */
  readonly eventIndexes: readonly number[];
}

/**
 * What became of each record that the mapping read, in the order of the first reads.
 *
 * `processed`: a call that held it succeeded, or reported a later record first (S21); once processed, a record stays
 * so, whatever a redelivery comes to. A record that is read again (the mapping was updated or enabled again, S3) and
 * was not processed begins anew. Records that were never read are not in a trace.
 */
export function recordFates(trace: Trace): readonly RecordFate[] {
  const fates = new Map<string, RecordFate>();
  const settledBy = acknowledgements(trace.events);
  const documentAbout = documents(trace.events);
  const change = (
    shardId: string,
    sequenceNumbers: readonly string[],
    next: (fate: RecordFate) => RecordFate,
  ): void => {
    for (const sequenceNumber of sequenceNumbers) {
      const key = recordKey(shardId, sequenceNumber);
      const fate = fates.get(key);
      if (fate !== undefined && fate.fate !== 'processed') fates.set(key, next(fate));
    }
  };

  for (const [index, event] of trace.events.entries()) {
    switch (event.type) {
      case 'recordsRead':
        for (const record of readRecords(event, index)) {
          const key = recordKey(record.shardId, record.sequenceNumber);
          const known = fates.get(key);
          if (known === undefined) fates.set(key, record);
          else if (known.document !== 'delivered') {
            change(record.shardId, [record.sequenceNumber], (fate) =>
              withSign({ ...record, eventIndexes: fate.eventIndexes }, index),
            );
          }
        }
        break;
      case 'invocationStarted':
      case 'attemptRejected':
      case 'backedOff':
        change(event.shardId, event.sequenceNumbers, (fate) => withSign(fate, index));
        break;
      case 'invocationEnded':
        change(event.shardId, settledBy.get(index) ?? [], (fate) => withSign({ ...fate, fate: 'processed' }, index));
        break;
      case 'recordsSkipped':
        change(event.shardId, event.sequenceNumbers, (fate) => withSign({ ...fate, fate: 'skipped' }, index));
        break;
      case 'recordsDiscarded': {
        const sent = documentAbout.get(index);
        change(event.shardId, event.sequenceNumbers, (fate) => {
          return discarded(withSign(fate, index), event.condition, sent);
        });
        break;
      }
      default:
        break;
    }
  }
  return [...fates.values()];
}

function readRecords(event: Extract<TraceEvent, { type: 'recordsRead' }>, index: number): readonly RecordFate[] {
  return event.sequenceNumbers.map((sequenceNumber, at) => ({
    shardId: event.shardId,
    sequenceNumber,
    itemKey: event.itemKeys[at] ?? sequenceNumber,
    createdAtMs: event.createdAtMs[at] ?? event.atMs,
    fate: 'pending',
    eventIndexes: [index],
  }));
}

/** The first read and the latest sign of a record are kept, no more: a record may be tried ten thousand times. */
function withSign(fate: RecordFate, index: number): RecordFate {
  return { ...fate, eventIndexes: [...fate.eventIndexes.slice(0, 1), index] };
}

function discarded(fate: RecordFate, condition: DiscardCondition, sent: SentDocument | undefined): RecordFate {
  const document = sent === undefined ? 'none' : sent.type === 'documentDelivered' ? 'delivered' : 'refused';
  const eventIndexes = sent === undefined ? fate.eventIndexes : [...fate.eventIndexes, sent.index];
  return { ...fate, fate: 'discarded', condition, document, eventIndexes };
}

import type { DiscardCondition, SkipReason } from '../core/command.ts';
import type { Trace } from '../trace/trace.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import { acknowledgements } from './acknowledgements.ts';
import { documents } from '../trace/documents.ts';

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
  /** Why it was skipped. */
  readonly reason?: SkipReason;
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
  const shards = new Map<string, Map<string, Entry>>();
  const entries: Entry[] = [];
  const settledBy = acknowledgements(trace.events);
  const documentAbout = documents(trace.events);
  /** The entries of a batch that are still open to change. */
  const change = (shardId: string, sequenceNumbers: readonly string[], next: (entry: Entry) => void): void => {
    const shard = shards.get(shardId);
    for (const sequenceNumber of sequenceNumbers) {
      const entry = shard?.get(sequenceNumber);
      if (entry !== undefined && entry.fate !== 'processed') next(entry);
    }
  };

  for (const [index, event] of trace.events.entries()) {
    const sign = [index];
    switch (event.type) {
      case 'recordsRead':
        read(event, index, shards, entries);
        break;
      case 'invocationStarted':
      case 'attemptRejected':
      case 'backedOff':
        change(event.shardId, event.sequenceNumbers, (entry) => {
          entry.signs = sign;
        });
        break;
      case 'invocationEnded':
        change(event.shardId, settledBy.get(index) ?? [], (entry) => {
          settle(entry, 'processed', sign);
        });
        break;
      case 'recordsSkipped':
        change(event.shardId, event.sequenceNumbers, (entry) => {
          settle(entry, 'skipped', sign);
          entry.reason = event.reason;
        });
        break;
      case 'recordsDiscarded': {
        const sent = documentAbout.get(index);
        change(event.shardId, event.sequenceNumbers, (entry) => {
          settle(entry, 'discarded', sent === undefined ? sign : [index, sent.index]);
          entry.condition = event.condition;
          entry.document = sent === undefined ? 'none' : sent.type === 'documentDelivered' ? 'delivered' : 'refused';
        });
        break;
      }
      default:
        break;
    }
  }
  return entries.map(fateOf);
}

/** A record while its fate is being found out; changed in place, for there may be very many. */
interface Entry {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly itemKey: string;
  readonly createdAtMs: number;
  readonly readAt: number;
  fate: RecordFate['fate'];
  condition: DiscardCondition | undefined;
  reason: SkipReason | undefined;
  document: NonNullable<RecordFate['document']> | undefined;
  /** The latest events that tell of it. The first read and these are kept: it may be tried ten thousand times. */
  signs: readonly number[];
}

function read(
  event: Extract<TraceEvent, { type: 'recordsRead' }>,
  index: number,
  shards: Map<string, Map<string, Entry>>,
  entries: Entry[],
): void {
  const { shardId } = event;
  const shard = shards.get(shardId) ?? new Map<string, Entry>();
  shards.set(shardId, shard);
  for (const [at, sequenceNumber] of event.sequenceNumbers.entries()) {
    const known = shard.get(sequenceNumber);
    if (known !== undefined) {
      if (known.fate !== 'processed' && known.document !== 'delivered') settle(known, 'pending', [index]);
      continue;
    }
    const entry: Entry = {
      shardId,
      sequenceNumber,
      itemKey: event.itemKeys[at] ?? sequenceNumber,
      createdAtMs: event.createdAtMs[at] ?? event.atMs,
      readAt: index,
      fate: 'pending',
      condition: undefined,
      reason: undefined,
      document: undefined,
      signs: [],
    };
    shard.set(sequenceNumber, entry);
    entries.push(entry);
  }
}

function settle(entry: Entry, fate: RecordFate['fate'], signs: readonly number[]): void {
  entry.fate = fate;
  entry.condition = undefined;
  entry.reason = undefined;
  entry.document = undefined;
  entry.signs = signs;
}

function fateOf(entry: Entry): RecordFate {
  const { shardId, sequenceNumber, itemKey, createdAtMs, fate, condition, reason, document } = entry;
  const eventIndexes = [entry.readAt, ...entry.signs];
  if (reason !== undefined) return { shardId, sequenceNumber, itemKey, createdAtMs, fate, reason, eventIndexes };
  if (condition === undefined || document === undefined) {
    return { shardId, sequenceNumber, itemKey, createdAtMs, fate, eventIndexes };
  }
  return { shardId, sequenceNumber, itemKey, createdAtMs, fate, condition, document, eventIndexes };
}

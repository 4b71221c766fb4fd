import { compareSequenceNumbers } from '@millrace/records';
import type { Trace } from '../trace/trace.ts';
import type { InvocationEnded, InvocationStarted } from '../trace/traceEvent.ts';
import { acknowledgements } from './acknowledgements.ts';
import type { Finding } from './finding.ts';
import { recordKey } from './recordKey.ts';
import { shardDescendants } from './shardDescendants.ts';

/**
 * Finds where the changes of one item did not reach the function one after the other. For each item key (partition and
 * sort key):
 *
 * - `deliveredOutOfOrder`: the first delivery of a record came after that of a later record;
 * - `steppedBack`: a record was delivered again after an earlier call had processed a later record, so that an effect
 *   that was newer is done over by an older one;
 * - `itemInTwoCalls`: two calls held records of the item at the same time (S43).
 *
 * "Later" is a higher sequence number of the same shard, or any record of a shard that descends from it (S44); records
 * of unrelated shards have no order. Redelivery of a batch that failed, of the rest behind a partial failure (S21) and
 * of the halves of a split (S33) is no step back: no call had processed anything later. Records that were never
 * delivered (filtered, or too old before the first call) leave a gap, not disorder. What a handler does with the
 * records within one call cannot be seen in a trace.
 */
export function checkItemOrder(trace: Trace): readonly Finding[] {
  const findings: Finding[] = [];
  const itemOf = itemKeys(trace);
  const settledBy = acknowledgements(trace.events);
  const descendants = shardDescendants(trace.scenario);
  const progress = new Map<string, ItemProgress>();
  const delivered = new Set<string>();
  const underWay = new Map<number, { readonly index: number; readonly call: InvocationStarted }>();

  const progressOf = (shardId: string, itemKey: string): ItemProgress => {
    const key = recordKey(shardId, itemKey);
    const known = progress.get(key);
    if (known !== undefined) return known;
    const fresh: ItemProgress = { delivered: undefined, processed: undefined };
    progress.set(key, fresh);
    return fresh;
  };

  /** The furthest that an item had got when a record of it came: in its own shard, or anywhere in one behind it. */
  const laterThan = (shardId: string, itemKey: string, sequenceNumber: string, what: keyof ItemProgress) => {
    const own = progress.get(recordKey(shardId, itemKey))?.[what];
    if (own !== undefined && compareSequenceNumbers(own.sequenceNumber, sequenceNumber) > 0) return own;
    for (const descendant of descendants.get(shardId) ?? []) {
      const behind = progress.get(recordKey(descendant, itemKey))?.[what];
      if (behind !== undefined) return behind;
    }
    return undefined;
  };

  const start = (call: InvocationStarted, index: number): void => {
    const { shardId } = call;
    findings.push(...sharedItems(call, index, underWay.values(), itemOf));
    underWay.set(call.index, { index, call });
    for (const sequenceNumber of call.sequenceNumbers) {
      const key = recordKey(shardId, sequenceNumber);
      const itemKey = itemOf.get(key);
      if (itemKey === undefined) continue;
      const isFirst = !delivered.has(key);
      delivered.add(key);
      const later = laterThan(shardId, itemKey, sequenceNumber, isFirst ? 'delivered' : 'processed');
      if (later !== undefined) {
        const record = { shardId, sequenceNumber, index, invocation: call.index };
        findings.push(isFirst ? outOfOrder(record, later) : steppedBack(record, later));
      }
      advance(progressOf(shardId, itemKey), 'delivered', { sequenceNumber, shardId, index, invocation: call.index });
    }
  };

  const end = (call: InvocationEnded, index: number): void => {
    underWay.delete(call.index);
    for (const sequenceNumber of settledBy.get(index) ?? []) {
      const { shardId } = call;
      const itemKey = itemOf.get(recordKey(shardId, sequenceNumber));
      if (itemKey === undefined) continue;
      advance(progressOf(shardId, itemKey), 'processed', { sequenceNumber, shardId, index, invocation: call.index });
    }
  };

  for (const [index, event] of trace.events.entries()) {
    if (event.type === 'invocationStarted') start(event, index);
    else if (event.type === 'invocationEnded') end(event, index);
  }
  return findings;
}

/** A record in a call. */
interface Place {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Of the event in the trace. */
  readonly index: number;
  readonly invocation: number;
}

/** The latest record of an item that was delivered, and that was processed. */
interface ItemProgress {
  delivered: Place | undefined;
  processed: Place | undefined;
}

function itemKeys(trace: Trace): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const event of trace.events) {
    if (event.type !== 'recordsRead') continue;
    for (const [at, sequenceNumber] of event.sequenceNumbers.entries()) {
      const itemKey = event.itemKeys[at];
      if (itemKey !== undefined) keys.set(recordKey(event.shardId, sequenceNumber), itemKey);
    }
  }
  return keys;
}

function advance(progress: ItemProgress, what: keyof ItemProgress, place: Place): void {
  const furthest = progress[what];
  if (furthest !== undefined && compareSequenceNumbers(furthest.sequenceNumber, place.sequenceNumber) >= 0) return;
  progress[what] = place;
}

function sharedItems(
  call: InvocationStarted,
  index: number,
  others: Iterable<{ readonly index: number; readonly call: InvocationStarted }>,
  itemOf: ReadonlyMap<string, string>,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const other of others) {
    if (other.call.shardId !== call.shardId) continue;
    const { shardId } = call;
    const items = new Map(other.call.sequenceNumbers.map((number) => [itemOf.get(recordKey(shardId, number)), number]));
    for (const sequenceNumber of call.sequenceNumbers) {
      const itemKey = itemOf.get(recordKey(shardId, sequenceNumber));
      const held = itemKey === undefined ? undefined : items.get(itemKey);
      if (held === undefined) continue;
      findings.push({
        code: 'itemInTwoCalls',
        message: `Records ${held} and ${sequenceNumber} of ${shardId}, changes of one item, were in two calls at the same time (invocations ${other.call.index} and ${call.index}).`,
        shardId,
        sequenceNumbers: [held, sequenceNumber].toSorted(compareSequenceNumbers),
        eventIndexes: [other.index, index],
      });
      break;
    }
  }
  return findings;
}

function outOfOrder(record: Place, later: Place): Finding {
  const { shardId, sequenceNumber, index, invocation } = record;
  const where = later.shardId === shardId ? '' : ` of ${later.shardId}`;
  return {
    code: 'deliveredOutOfOrder',
    message: `Record ${sequenceNumber} of ${shardId} was first delivered (invocation ${invocation}) after record ${later.sequenceNumber}${where}, a later change of the same item (invocation ${later.invocation}).`,
    shardId,
    sequenceNumbers: inOrder(record, later),
    eventIndexes: [...new Set([later.index, index])],
  };
}

function steppedBack(record: Place, later: Place): Finding {
  const { shardId, sequenceNumber, index, invocation } = record;
  const where = later.shardId === shardId ? '' : ` of ${later.shardId}`;
  return {
    code: 'steppedBack',
    message: `Record ${sequenceNumber} of ${shardId} was delivered again (invocation ${invocation}) after record ${later.sequenceNumber}${where}, a later change of the same item, had been processed (invocation ${later.invocation}): the item steps back.`,
    shardId,
    sequenceNumbers: inOrder(record, later),
    eventIndexes: [later.index, index],
  };
}

function inOrder(record: Place, later: Place): readonly string[] {
  return record.shardId === later.shardId ? [record.sequenceNumber, later.sequenceNumber] : [record.sequenceNumber];
}

import { compareSequenceNumbers } from '@millrace/records';
import type { Trace } from '../trace/trace.ts';
import type { InvocationEnded, InvocationStarted, RecordsRead } from '../trace/traceEvent.ts';
import { acknowledgements } from './acknowledgements.ts';
import type { Finding } from './finding.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { shardsBehind } from '../scenario/shardsBehind.ts';
import { ItemLineage } from './itemLineage.ts';

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
  refuseNoTrace('checkItemOrder', trace);
  const findings: Finding[] = [];
  const items = new ItemsOfShards(trace);
  const settledBy = acknowledgements(trace.events);
  const underWay = new Map<string, Map<number, CallUnderWay>>();
  const callsOf = (shardId: string): Map<number, CallUnderWay> => {
    const calls = underWay.get(shardId) ?? new Map<number, CallUnderWay>();
    underWay.set(shardId, calls);
    return calls;
  };

  for (const [index, event] of trace.events.entries()) {
    switch (event.type) {
      case 'recordsRead':
        items.read(event);
        break;
      case 'invocationStarted':
        findings.push(
          ...sharedItems(event, index, callsOf(event.shardId).values(), items),
          ...items.deliver(event, index),
        );
        callsOf(event.shardId).set(event.index, { index, call: event });
        break;
      case 'invocationEnded':
        callsOf(event.shardId).delete(event.index);
        items.process(event, index, settledBy.get(index) ?? []);
        break;
      default:
        break;
    }
  }
  return findings;
}

/** A call, and the index of its start in the trace. */
interface CallUnderWay {
  readonly index: number;
  readonly call: InvocationStarted;
}

/** How far each item of each shard has got. */
class ItemsOfShards {
  readonly #shards = new Map<
    string,
    { readonly items: Map<string, ItemProgress>; readonly records: Map<string, Item> }
  >();
  /** Apart for the items that were delivered and those that were processed, as a shard may have the one and not the other. */
  readonly #lineage: Readonly<Record<keyof ItemProgress, ItemLineage<ItemProgress>>>;

  constructor({ scenario }: Trace) {
    const places = shardsBehind(scenario);
    this.#lineage = { delivered: new ItemLineage(scenario, places), processed: new ItemLineage(scenario, places) };
  }

  itemOf(shardId: string, sequenceNumber: string): string | undefined {
    return this.#shards.get(shardId)?.records.get(sequenceNumber)?.itemKey;
  }

  read({ shardId, sequenceNumbers, itemKeys }: RecordsRead): void {
    const shard = this.#shards.get(shardId) ?? { items: new Map(), records: new Map() };
    this.#shards.set(shardId, shard);
    for (const [at, sequenceNumber] of sequenceNumbers.entries()) {
      const itemKey = itemKeys[at];
      if (itemKey === undefined || shard.records.has(sequenceNumber)) continue;
      const progress = shard.items.get(itemKey) ?? { delivered: undefined, processed: undefined };
      shard.items.set(itemKey, progress);
      shard.records.set(sequenceNumber, { itemKey, progress, isDelivered: false });
    }
  }

  deliver({ shardId, sequenceNumbers, index: invocation }: InvocationStarted, index: number): readonly Finding[] {
    const findings: Finding[] = [];
    for (const sequenceNumber of sequenceNumbers) {
      const item = this.#shards.get(shardId)?.records.get(sequenceNumber);
      if (item === undefined) continue;
      const record = { shardId, sequenceNumber, index, invocation };
      const isFirst = !item.isDelivered;
      const later = this.#laterThan(record, item, isFirst ? 'delivered' : 'processed');
      if (later !== undefined) findings.push(isFirst ? outOfOrder(record, later) : steppedBack(record, later));
      item.isDelivered = true;
      this.#advance(item, 'delivered', record);
    }
    return findings;
  }

  process({ shardId, index: invocation }: InvocationEnded, index: number, sequenceNumbers: readonly string[]): void {
    for (const sequenceNumber of sequenceNumbers) {
      const item = this.#shards.get(shardId)?.records.get(sequenceNumber);
      if (item !== undefined) this.#advance(item, 'processed', { shardId, sequenceNumber, index, invocation });
    }
  }

  /** The furthest that an item had got when a record of it came: in its own shard, or anywhere in one behind it. */
  #laterThan({ shardId, sequenceNumber }: Place, item: Item, what: keyof ItemProgress): Place | undefined {
    const own = item.progress[what];
    if (own !== undefined && compareSequenceNumbers(own.sequenceNumber, sequenceNumber) > 0) return own;
    return this.#lineage[what].behind(shardId, item.itemKey)?.[what];
  }

  #advance({ itemKey, progress }: Item, what: keyof ItemProgress, place: Place): void {
    const furthest = progress[what];
    if (furthest === undefined) this.#lineage[what].add(place.shardId, itemKey, progress);
    else if (compareSequenceNumbers(furthest.sequenceNumber, place.sequenceNumber) >= 0) return;
    progress[what] = place;
  }
}

/** A record as its item sees it. */
interface Item {
  readonly itemKey: string;
  readonly progress: ItemProgress;
  isDelivered: boolean;
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

function sharedItems(
  call: InvocationStarted,
  index: number,
  others: Iterable<CallUnderWay>,
  itemsOf: ItemsOfShards,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const other of others) {
    const { shardId } = call;
    const items = new Map(other.call.sequenceNumbers.map((number) => [itemsOf.itemOf(shardId, number), number]));
    for (const sequenceNumber of call.sequenceNumbers) {
      const itemKey = itemsOf.itemOf(shardId, sequenceNumber);
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

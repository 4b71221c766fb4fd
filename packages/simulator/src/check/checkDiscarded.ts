import { compareSequenceNumbers } from '@millrace/records';
import type { DiscardCondition } from '../core/command.ts';
import type { Trace } from '../trace/trace.ts';
import type { Finding } from './finding.ts';
import { type RecordFate, recordFates } from './recordFates.ts';
import { refuseExpectedDiscards } from './refuseExpectedDiscards.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/** A record that is expected to have been given up; what is left out is not compared. */
export interface ExpectedDiscard {
  readonly sequenceNumber: string;
  readonly condition?: DiscardCondition;
  readonly shardId?: string;
}

/**
 * Compares the records that were given up with a list: exactly these, in any order. A bare sequence number is
 * `{ sequenceNumber }`. Sequence numbers are compared as numbers: leading zeros do not count.
 *
 * - `notDiscarded`: a record of the list was not given up;
 * - `otherCondition`: it was, for another reason;
 * - `unexpectedDiscard`: a record was given up that is not in the list.
 */
export function checkDiscarded(trace: Trace, expected: readonly (string | ExpectedDiscard)[]): readonly Finding[] {
  refuseNoTrace('checkDiscarded', trace);
  refuseExpectedDiscards('checkDiscarded', expected);
  const discards = discardedRecords(trace);
  const wanted = expected.map((entry) => (typeof entry === 'string' ? { sequenceNumber: entry } : entry));
  const fates = wanted.some((entry) => !discards.some((discard) => isSame(entry, discard))) ? recordFates(trace) : [];
  return [
    ...repeated(wanted, discards),
    ...wanted.flatMap((entry) => missing(entry, discards, fates)),
    ...discards.filter((discard) => !wanted.some((entry) => isSame(entry, discard))).map(unexpected),
  ];
}

interface Discarded {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly condition: DiscardCondition;
  readonly index: number;
}

function discardedRecords(trace: Trace): readonly Discarded[] {
  return trace.events.flatMap((event, index) => {
    if (event.type !== 'recordsDiscarded') return [];
    const { shardId, condition } = event;
    return event.sequenceNumbers.map((sequenceNumber) => ({ shardId, sequenceNumber, condition, index }));
  });
}

function isSame(
  entry: ExpectedDiscard,
  record: { readonly shardId: string; readonly sequenceNumber: string },
): boolean {
  if (entry.shardId !== undefined && entry.shardId !== record.shardId) return false;
  return compareSequenceNumbers(entry.sequenceNumber, record.sequenceNumber) === 0;
}

function missing(
  entry: ExpectedDiscard,
  discards: readonly Discarded[],
  fates: readonly RecordFate[],
): readonly Finding[] {
  const same = discards.filter((discard) => isSame(entry, discard));
  const [first] = same;
  if (first !== undefined) {
    if (entry.condition === undefined || same.some(({ condition }) => condition === entry.condition)) return [];
    const { shardId, sequenceNumber } = first;
    const message = `Record ${sequenceNumber} of ${shardId} was discarded for ${first.condition}, not for ${entry.condition}.`;
    const eventIndexes = same.map(({ index }) => index);
    return [{ code: 'otherCondition', message, shardId, sequenceNumbers: [sequenceNumber], eventIndexes }];
  }
  const fate = fates.find((record) => isSame(entry, record));
  const shardId = fate?.shardId ?? entry.shardId;
  const sequenceNumber = fate?.sequenceNumber ?? entry.sequenceNumber;
  const where = shardId === undefined ? '' : ` of ${shardId}`;
  return [
    {
      code: 'notDiscarded',
      message: `Record ${sequenceNumber}${where} was not discarded: ${insteadOfDiscard(fate)}.`,
      ...(shardId !== undefined && { shardId }),
      sequenceNumbers: [sequenceNumber],
      eventIndexes: fate?.eventIndexes ?? [],
    },
  ];
}

/** The same entry twice asks for two discards, of two shards or after a redelivery (S3); most often it is a slip. */
function repeated(wanted: readonly ExpectedDiscard[], discards: readonly Discarded[]): readonly Finding[] {
  const entries = new Map<string, { readonly entry: ExpectedDiscard; times: number }>();
  for (const entry of wanted) {
    const key = [BigInt(entry.sequenceNumber), entry.condition, entry.shardId].join(' ');
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { entry, times: 1 });
    else known.times++;
  }
  return [...entries.values()].flatMap(({ entry, times }): readonly Finding[] => {
    const same = discards.filter((discard) => isSame(entry, discard));
    if (times === 1 || same.length === 0 || same.length >= times) return [];
    const { sequenceNumber } = entry;
    const message = `Record ${sequenceNumber} is in the list ${times} times, and was discarded ${same.length === 1 ? 'once' : `${same.length} times`}.`;
    return [
      {
        code: 'notDiscarded',
        message,
        sequenceNumbers: [sequenceNumber],
        eventIndexes: same.map(({ index }) => index),
      },
    ];
  });
}

function insteadOfDiscard(fate: RecordFate | undefined): string {
  switch (fate?.fate) {
    case undefined:
      return 'no such record was read';
    case 'processed':
      return 'it was processed';
    case 'skipped':
      return 'it was skipped, or filtered out';
    case 'pending':
      return 'it was still pending when the run ended';
    case 'discarded':
      return 'it was discarded elsewhere';
  }
}

function unexpected({ shardId, sequenceNumber, condition, index }: Discarded): Finding {
  const message = `Record ${sequenceNumber} of ${shardId} was discarded (${condition}) and is not in the list.`;
  return { code: 'unexpectedDiscard', message, shardId, sequenceNumbers: [sequenceNumber], eventIndexes: [index] };
}

import type { FinalInvoke } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { OpenWindow } from './tumblingWindow.ts';
import { utf8Bytes } from './utf8Bytes.ts';

const envelopeBytes = '{"Records":[]}'.length;
/** Bytes of the state `{}`, which a window begins with (S46). */
const emptyStateBytes = 2;
/** The bounds of a window as an event has them, whatever the year. */
const bound = '2026-01-01T00:00:00Z';

/** S8, S46: the bytes of what the event of a window says beside its records and its state, in the form of an ordinary call. */
export function windowFieldBytes(shardId: string, eventSourceARN: string): number {
  return bytesOfOtherFields + bytesWithin(shardId) + bytesWithin(eventSourceARN);
}

const otherFields = {
  shardId: '',
  eventSourceARN: '',
  window: { start: bound, end: bound },
  state: 0,
  isFinalInvokeForWindow: false,
  isWindowTerminatedEarly: false,
};
const bytesOfOtherFields = JSON.stringify(otherFields).length - '0'.length - '{}'.length + ','.length;

/** Bytes of a text within its quotes. */
function bytesWithin(text: string): number {
  return utf8Bytes(JSON.stringify(text)) - '""'.length;
}

/** S8: how many bytes an event has for its records; `fieldBytes` are those of {@link windowFieldBytes}. */
export function roomForRecords(
  fieldBytes: number,
  window: OpenWindow | undefined,
  final: FinalInvoke | undefined,
  rules: PollerRules,
): number {
  const room = rules.semantics.payloadLimitBytes - envelopeBytes;
  if (rules.tumblingWindowMs === 0 && window === undefined) return room;
  // `true` is a byte shorter than `false`.
  const flags = (final === undefined ? 0 : 1) + (final?.isTerminatedEarly === true ? 1 : 0);
  return room - fieldBytes - (window?.stateBytes ?? emptyStateBytes) + flags;
}

/**
 * S8: how many records of the front of a buffer fit into the room of one event, up to `limit`. At least 1: a single record
 * that does not fit is a batch of its own, and is never delivered (S9).
 */
export function fittingRecords(records: readonly StreamRecord[], limit: number, room: number): number {
  const wanted = Math.min(limit, records.length);
  if (bytesAtMost(records, wanted) <= room) return wanted;
  let bytes = 0;
  for (let count = 0; count < wanted; count++) {
    bytes += (records[count] as StreamRecord).payloadBytes + 1; // 1 for the comma
    if (bytes - 1 > room) return Math.max(1, count);
  }
  return wanted;
}

/** S8: whether an event is too large to be delivered. */
export function isTooLarge(records: readonly StreamRecord[], room: number): boolean {
  if (bytesAtMost(records, records.length) <= room) return false;
  const commas = Math.max(0, records.length - 1);
  return records.reduce((bytes, record) => bytes + record.payloadBytes, commas) > room;
}

function bytesAtMost(records: readonly StreamRecord[], count: number): number {
  let bytes = count;
  for (let index = 0; index < count; index++) bytes += (records[index] as StreamRecord).payloadBytesAtMost;
  return bytes;
}

import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { OpenWindow } from './tumblingWindow.ts';

const envelopeBytes = '{"Records":[]}'.length;
/** The window fields of an event beside its state: shard id, stream ARN, window and two flags (S46), generously. */
const windowEnvelopeBytes = 512;

/**
 * S8: how many records of the front of a buffer fit into one event, up to `limit`. At least 1: a single record that
 * does not fit is a batch of its own, and is never delivered (S9).
 */
export function fittingRecords(
  records: readonly StreamRecord[],
  limit: number,
  window: OpenWindow | undefined,
  rules: PollerRules,
): number {
  const wanted = Math.min(limit, records.length);
  const room = rules.semantics.payloadLimitBytes - baseBytes(window, rules);
  if (bytesAtMost(records, wanted) <= room) return wanted;
  let bytes = 0;
  for (let count = 0; count < wanted; count++) {
    bytes += (records[count] as StreamRecord).payloadBytes + 1; // 1 for the comma
    if (bytes - 1 > room) return Math.max(1, count);
  }
  return wanted;
}

/** S8: whether an event is too large to be delivered. */
export function isTooLarge(
  records: readonly StreamRecord[],
  window: OpenWindow | undefined,
  rules: PollerRules,
): boolean {
  const room = rules.semantics.payloadLimitBytes - baseBytes(window, rules);
  if (bytesAtMost(records, records.length) <= room) return false;
  return records.reduce((bytes, record) => bytes + record.payloadBytes + 1, -1) > room;
}

function bytesAtMost(records: readonly StreamRecord[], count: number): number {
  let bytes = count;
  for (let index = 0; index < count; index++) bytes += (records[index] as StreamRecord).payloadBytesAtMost;
  return bytes;
}

function baseBytes(window: OpenWindow | undefined, rules: PollerRules): number {
  if (rules.tumblingWindowMs === 0) return envelopeBytes;
  return envelopeBytes + windowEnvelopeBytes + (window?.stateBytes ?? 2);
}

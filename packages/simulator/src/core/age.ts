import type { FinalInvoke } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';
import type { StreamRecord } from './streamRecord.ts';
import type { OpenWindow } from './tumblingWindow.ts';

/** Why a record is too old: the mapping's own limit, or the stream no longer holds it. */
export type Expiry = 'RecordAgeExceeded' | 'StreamRetentionExceeded';

/** S38: the expired prefix of a batch, checked before each attempt; only a prefix goes, all for one cause. */
export function expiredPrefix(
  records: readonly StreamRecord[],
  nowMs: number,
  rules: PollerRules,
): { readonly count: number; readonly expiry: Expiry } | undefined {
  const first = records[0];
  const expiry = first === undefined ? undefined : expiryOf(first.createdAtMs, nowMs, rules);
  if (expiry === undefined) return undefined;
  let count = 1;
  while (count < records.length && expiryOf((records[count] as StreamRecord).createdAtMs, nowMs, rules) === expiry) {
    count++;
  }
  return { count, expiry };
}

/** U9: a final call has no records; its age counts from when it became due, or as the semantics say. */
export function finalInvokeExpiry(
  { dueAtMs }: FinalInvoke,
  window: OpenWindow,
  nowMs: number,
  rules: PollerRules,
): Expiry | undefined {
  const { finalCallAge } = rules.semantics;
  const sinceMs = finalCallAge === 'closing' ? dueAtMs : finalCallAge === 'windowStart' ? window.startMs : window.endMs;
  return expiryOf(sinceMs, nowMs, rules);
}

/** What the stream no longer holds cannot be read, whatever the mapping's own limit says of it (S2). */
function expiryOf(createdAtMs: number, nowMs: number, rules: PollerRules): Expiry | undefined {
  const ageMs = nowMs - createdAtMs;
  if (ageMs >= rules.semantics.retentionMs) return 'StreamRetentionExceeded';
  const limitMs = rules.maximumRecordAgeMs;
  const isOverAge = rules.semantics.ageBoundary === 'expired' ? ageMs >= limitMs : ageMs > limitMs;
  return isOverAge ? 'RecordAgeExceeded' : undefined;
}

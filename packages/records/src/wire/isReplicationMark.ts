import { canonicalValue } from './canonicalValue.ts';
import type { WireRecord } from './wireRecord.ts';

/**
 * Whether a record only says that a global table of version 2017.11.29 has marked an item for replication: a MODIFY in
 * which nothing but `aws:rep:` attributes changed. There each write of an application is two records in its own region,
 * the write and the mark. Needs both images; without them it cannot be told, and the answer is false.
 *
 * @example
 * if (isReplicationMark(record)) return; // The record before it had the change.
 */
export function isReplicationMark({ raw }: { readonly raw: WireRecord }): boolean {
  const { NewImage, OldImage } = raw.dynamodb ?? {};
  if (raw.eventName !== 'MODIFY' || !NewImage || !OldImage) return false;
  const names = Object.keys({ ...OldImage, ...NewImage });
  const changed = names.filter((name) => canonicalValue(NewImage[name]) !== canonicalValue(OldImage[name]));
  return changed.length > 0 && changed.every((name) => name.startsWith('aws:rep:'));
}

import { creationDate } from '@millrace/records';
import type { Records } from './runOptions.ts';

/** Records of which LATEST misses the first: all that are created within the gap (S2), and no other. */
export interface LatestMisses {
  readonly records: Records;
  /** `latestGapMs` of the creation; 0 when nothing is missed. */
  readonly gapMs: number;
}

/**
 * So many of the first records are created in the gap. The others are created behind it: in the next second, where they
 * have the same time. Nothing is missed of records that do not say when they were created.
 */
export function latestMisses(records: Records, missed: number): LatestMisses {
  const [first, last] = [createdAtMs(records[0]), createdAtMs(records[missed - 1])];
  if (first === undefined || last === undefined) return { records, gapMs: 0 };
  // Lambda's records tell whole seconds.
  const endMs = Math.floor(last / 1000) * 1000 + 1000;
  const behind = records.map((record, index) => {
    if (index < missed || (createdAtMs(record) ?? endMs) >= endMs) return record;
    return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: endMs / 1000 } };
  });
  return { records: behind, gapMs: endMs - first };
}

function createdAtMs(record: Records[number] | undefined): number | undefined {
  const created = record?.dynamodb?.ApproximateCreationDateTime;
  return created === undefined ? undefined : creationDate(created).getTime();
}

import type { StreamRecord } from '../core/streamRecord.ts';

/** Answers when records were created: with the list of the read before, where it says the same, as a trace holds many. */
export function creationTimes(): (records: readonly StreamRecord[]) => readonly number[] {
  let last: readonly number[] = [];
  return (records) => {
    const isSame = records.length === last.length && records.every(({ createdAtMs }, at) => createdAtMs === last[at]);
    if (!isSame) last = records.map(({ createdAtMs }) => createdAtMs);
    return last;
  };
}

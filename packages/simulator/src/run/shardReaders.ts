import type { Semantics } from '../core/semantics.ts';
import type { Warning } from '../trace/warning.ts';

/** S65: as many readers of a shard as DynamoDB serves at once; of a global table, one. */
const servedAtOnce = 2;

/** S1, S65: how long it takes from one poll of a shard that is answered to the next. */
export function answeredPollMs({ pollIntervalMs, readersOfShard }: Semantics): number {
  return pollIntervalMs * Math.max(1, readersOfShard / servedAtOnce);
}

/** What too many readers of a shard bring about. */
export function readerWarnings({ readersOfShard }: Semantics): readonly Warning[] {
  if (readersOfShard <= servedAtOnce) return [];
  return [
    {
      code: 'tooManyReaders',
      message: `${readersOfShard} readers share each shard, and DynamoDB serves ${servedAtOnce} at once (1 of a global table): their reads are throttled, and records come later (S65). Let one function do the work of several, or put a queue, a topic or a bus behind one.`,
    },
  ];
}

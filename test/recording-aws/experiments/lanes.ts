import { about, type Experiment, fine, minute, type Obey, put, wait } from './experiment.ts';

const items: readonly Obey[] = Array.from({ length: 40 }, (_, at) => ({ item: `i${at}` }));
/** The same in another order, in which none has the same neighbours. */
const reordered = items
  .map((item, at) => ({ item, place: ((at + 1) * 17) % 41 }))
  .toSorted((one, other) => one.place - other.place)
  .map(({ item }) => item);

/** One item that blocks its lane, and among its records, each fiftieth, one of another item. */
const behindOne: readonly Obey[] = Array.from({ length: 12_000 }, (_, at) =>
  at % 50 === 49 ? fine : { item: 'blocked' },
);

/** How many groups of items there are, of which none ever had a batch with an item of another. */
function groups(batches: readonly (readonly string[])[]): number {
  const groupOf = new Map<string, number>();
  batches.forEach((batch, index) => {
    const joined = new Set(batch.map((item) => groupOf.get(item)));
    for (const [item, group] of groupOf) if (joined.has(group)) groupOf.set(item, index);
    for (const item of batch) groupOf.set(item, index);
  });
  return new Set(groupOf.values()).size;
}

/** Parallel lanes of a shard. */
export const laneExperiments: readonly Experiment[] = [
  {
    id: 'X5a',
    title: 'Which items share a lane',
    mapping: { BatchSize: 100, ParallelizationFactor: 4, MaximumBatchingWindowInSeconds: 5 },
    before: [put(...items)],
    steps: [wait(minute), { do: 'disable' }, put(...reordered), { do: 'enable' }, wait(minute)],
    ...about('laneAssignment', ({ calls, writes }) => {
      if (calls.length < 2) return undefined;
      const count = groups(calls.map(({ n }) => n.map((each) => writes[each - 1]?.item ?? '')));
      return {
        value: count > 1 ? 'hash' : 'leastLoaded',
        because: `in ${calls.length} batches of two rounds ${count} groups of items kept to themselves`,
      };
    }),
  },
  {
    id: 'X5b',
    title: 'How far a shard is read ahead of a lane that is blocked',
    mapping: { BatchSize: 100, ParallelizationFactor: 2 },
    before: [put({ do: 'throw', item: 'blocked' }, ...behindOne)],
    steps: [wait(10 * minute)],
    ...about('laneReadAheadRecords', ({ calls, writes }) => {
      const delivered = new Set(calls.flatMap(({ n }) => n));
      const free = writes.filter(({ n, item }) => item !== 'blocked' && delivered.has(n)).at(-1);
      if (free === undefined) return undefined;
      const blocked = writes.filter(({ n, item }) => item === 'blocked' && n < free.n).length;
      const isAll = free.n > 11_500;
      return {
        value: isAll ? `${blocked} or more` : `about ${blocked}`,
        because: `the last record of another item that came had ${blocked} of the blocked item before it`,
      };
    }),
  },
];

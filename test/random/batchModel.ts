/** What a mapping makes of one shard whose failing records fail every time. */
export interface ModelOutcome {
  readonly calls: readonly (readonly number[])[];
  readonly discarded: readonly number[];
  /** The records that each document tells of, under each value of the knob `documents`. */
  readonly documents: Readonly<
    Record<'onePerBatch' | 'mergeBisected' | 'mergeNeighbours', readonly (readonly number[])[]>
  >;
}

export interface ModelOptions {
  readonly batchSize: number;
  readonly retries: number;
  readonly bisects: boolean;
  readonly reports: boolean;
  /** Whether the mapping forgets the success of a call, by the number of the call from 0. */
  readonly forgets?: (call: number) => boolean;
}

/**
 * An independent model of batches, retries, bisect, reporting, documents and forgotten successes, for records 0…count-1: recursion where the
 * simulator has a stack, plain loops where it has an agenda, and no time. Written from sections 4 to 6 of the specification.
 */
export function modelOf(count: number, fails: (record: number) => boolean, options: ModelOptions): ModelOutcome {
  const calls: number[][] = [];
  const { forgets = () => false } = options;

  /** Answers with the batches that were given up. */
  const work = (batch: readonly number[]): readonly (readonly number[])[] => {
    for (let failures = 0; failures <= options.retries; failures++) {
      const isForgotten = forgets(calls.length);
      calls.push([...batch]);
      const firstFailed = batch.findIndex(fails);
      const hasProgress = firstFailed === -1 || (options.reports && firstFailed > 0);
      if (hasProgress && isForgotten) return work(batch); // S60
      if (firstFailed === -1) return [];
      if (hasProgress) return work(batch.slice(firstFailed)); // S21
      if (options.bisects && batch.length > 1) {
        const middle = Math.floor(batch.length / 2); // S33
        return [...work(batch.slice(0, middle)), ...work(batch.slice(middle))];
      }
    }
    return [batch]; // S26
  };

  const records = Array.from({ length: count }, (_, record) => record);
  const givenUp: (readonly (readonly number[])[])[] = [];
  for (let start = 0; start < count; start += options.batchSize) {
    givenUp.push(work(records.slice(start, start + options.batchSize)));
  }
  return {
    calls,
    discarded: givenUp.flat(2),
    documents: {
      onePerBatch: givenUp.flat(),
      mergeBisected: givenUp.flatMap(merged), // S37
      mergeNeighbours: merged(givenUp.flat()),
    },
  };
}

/** Batches of which one begins where the other ends are one. */
function merged(batches: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const together: number[][] = [];
  for (const batch of batches) {
    const before = together.at(-1);
    if (before !== undefined && before.at(-1) === (batch[0] ?? 0) - 1) before.push(...batch);
    else together.push([...batch]);
  }
  return together;
}

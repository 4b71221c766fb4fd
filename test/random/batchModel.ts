/** What a mapping makes of one shard whose failing records fail every time. */
export interface ModelOutcome {
  readonly calls: readonly (readonly number[])[];
  readonly discarded: readonly number[];
}

export interface ModelOptions {
  readonly batchSize: number;
  readonly retries: number;
  readonly bisects: boolean;
  readonly reports: boolean;
}

/**
 * An independent model of batches, retries, bisect and reporting, for records 0…count-1: recursion where the simulator
 * has a stack, plain loops where it has an agenda, and no time. Written from sections 4 to 6 of the specification.
 */
export function modelOf(count: number, fails: (record: number) => boolean, options: ModelOptions): ModelOutcome {
  const calls: number[][] = [];
  const discarded: number[] = [];

  const work = (batch: readonly number[]): void => {
    for (let failures = 0; failures <= options.retries; failures++) {
      calls.push([...batch]);
      const firstFailed = batch.findIndex(fails);
      if (firstFailed === -1) return;
      if (options.reports && firstFailed > 0) return work(batch.slice(firstFailed)); // S21
      if (options.bisects && batch.length > 1) {
        const middle = Math.floor(batch.length / 2); // S33
        work(batch.slice(0, middle));
        work(batch.slice(middle));
        return;
      }
    }
    discarded.push(...batch); // S26
  };

  const records = Array.from({ length: count }, (_, record) => record);
  for (let start = 0; start < count; start += options.batchSize) work(records.slice(start, start + options.batchSize));
  return { calls, discarded };
}

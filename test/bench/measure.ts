/** One thing to measure: runs once and answers with how much work that was (records, runs). */
export interface Candidate {
  readonly name: string;
  readonly run: () => number | Promise<number>;
}

/** Median work a second of each candidate. */
export type Rates = Readonly<Record<string, number>>;

/**
 * Runs candidates in turn, round after round, in one process, so that noise on the machine meets all of them alike; the
 * median round counts. Figures are for ratios between candidates of one call.
 */
export async function measure(candidates: readonly Candidate[], rounds = 9): Promise<Rates> {
  const rates = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    for (const { name, run } of candidates) {
      globalThis.gc?.();
      const startedAt = performance.now();
      const work = await run();
      const perSecond = work / ((performance.now() - startedAt) / 1000);
      if (round >= 0) rates.get(name)?.push(perSecond); // The first two rounds warm up.
    }
  }
  return Object.fromEntries([...rates].map(([name, found]) => [name, median(found)]));
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

import fc from 'fast-check';

/** The attack on one part of the house: random input that nobody would write, and the laws that must hold all the same. */
export interface FuzzPart {
  /** By which `npm run fuzz -- NAME` takes it. */
  readonly name: string;
  /** One sentence: what is tried and what must hold. */
  readonly claim: string;
  /** How many inputs a round tries. */
  readonly runsInRound: number;
  /** The law, on random input. With `isPlanted`, on code that breaks it: a fuzzer that does not find that is blind. */
  readonly property: (isPlanted: boolean) => fc.IAsyncProperty<unknown>;
}

/** What a round found. */
export interface Finding {
  readonly part: string;
  readonly seed: number;
  /** The smallest input that breaks the law. */
  readonly input: string;
  readonly error: string;
}

/** Tries one round of random input, all of it from the seed; answers with what broke, or nothing. */
export async function fuzzRound(
  part: FuzzPart,
  seed: number,
  { runs = part.runsInRound, isPlanted = false } = {},
): Promise<Finding | undefined> {
  const details = await fc.check(part.property(isPlanted), { seed, numRuns: runs });
  if (!details.failed) return undefined;
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return { part: part.name, seed, input: fc.stringify(details.counterexample).slice(0, 5000), error };
}

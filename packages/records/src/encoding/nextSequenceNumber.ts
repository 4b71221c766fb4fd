const first = 100_000_000_000_000_000_000n;
const place = Symbol.for('@millrace/records/sequenceNumbers');
/** Where the `expect` of Jest, and that of Vitest, keeps what it knows. */
const expectOfRunner = Symbol.for('$$jest-matchers-object');

/** The last numbers given: in each test, and outside of all tests. */
interface Given {
  readonly inTest: Map<unknown, bigint>;
  outside: bigint;
}

/**
 * The sequence number of the next record that is made up. All definitions count together, so that no two records of a
 * stream get the same. Each test of Jest or Vitest begins anew, after what was made outside of tests: what it makes up has
 * the same numbers whether the tests before it ran or not.
 */
export function nextSequenceNumber(): string {
  // In a place that all copies of this package share, ESM beside CommonJS.
  const places = globalThis as { [place]?: Given };
  const given = (places[place] ??= { inTest: new Map(), outside: first });
  const test = currentTest();
  if (test === undefined) return String(++given.outside);
  const number = (given.inTest.get(test) ?? given.outside) + 1n;
  given.inTest.set(test, number);
  return String(number);
}

interface ExpectState {
  /** Jest since version 30. Outside of a test and its own hooks it answers with nothing. */
  readonly currentTestIdentity?: () => unknown;
  /** Kept after the test, so what `beforeAll` makes counts to the test before. */
  readonly currentTestName?: string;
}

function currentTest(): unknown {
  const runner = (globalThis as { readonly [expectOfRunner]?: { readonly state?: ExpectState } })[expectOfRunner];
  const { currentTestIdentity, currentTestName } = runner?.state ?? {};
  return currentTestIdentity === undefined ? currentTestName || undefined : currentTestIdentity();
}

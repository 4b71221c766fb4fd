import { MatcherUsageError } from './matcherUsageError.ts';

/** Refuses a list for `toHaveDiscarded` that is none: from JavaScript, or through a cast. */
export function checkExpectedDiscards(expected: unknown): void {
  const isList = Array.isArray(expected) && expected.every((entry) => isNumberText(entry) || hasNumberText(entry));
  if (isList) return;
  throw invalid(
    'toHaveDiscarded',
    expected,
    "a list such as [{ sequenceNumber: '4900031', condition: 'RetryAttemptsExhausted' }] or ['4900031']; " +
      '[] means that nothing was discarded. Sequence numbers are strings of digits',
  );
}

/** Refuses an expectation of `toHaveInvoked` that is none. */
export function checkExpectedInvocations(expected: unknown): void {
  if (isCount(expected)) return;
  if (Array.isArray(expected) && expected.every((batch) => Array.isArray(batch) && batch.every(isNumberText))) return;
  if (isObject(expected)) {
    const { times, sequenceNumber, shardId, ...others } = expected;
    const isKnown = Object.keys(others).length === 0;
    const isRight =
      (times === undefined || isCount(times)) && (sequenceNumber === undefined || isNumberText(sequenceNumber));
    if (isKnown && isRight && (shardId === undefined || typeof shardId === 'string')) return;
  }
  throw invalid(
    'toHaveInvoked',
    expected,
    "a number of times, a list of batches such as [['1', '2'], ['2']], or { sequenceNumber: '2', times: 2 }",
  );
}

function invalid(matcher: string, given: unknown, expected: string): MatcherUsageError {
  const text = JSON.stringify(given) ?? String(given);
  return new MatcherUsageError('InvalidExpectation', `${matcher} got ${text}, expected ${expected}.`);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isNumberText(value: unknown): boolean {
  return typeof value === 'string' && /^\d+$/.test(value);
}

function hasNumberText(entry: unknown): boolean {
  return isObject(entry) && isNumberText(entry['sequenceNumber']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

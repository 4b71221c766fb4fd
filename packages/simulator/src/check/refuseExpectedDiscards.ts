import { CheckerUsageError } from './checkerUsageError.ts';
import { givenText } from '../words/givenText.ts';
import { condition, isPlainObject, refuseNames, sequenceNumber, shardId } from './refuseNames.ts';

const example = "{ sequenceNumber: '4900031', condition: 'RetryAttemptsExhausted' }";

/** Refuses a list of discarded records that is none: from JavaScript, or through a cast. */
export function refuseExpectedDiscards(checker: string, expected: unknown): void {
  if (!Array.isArray(expected)) throw noList(checker, expected);
  for (const entry of Array.from<unknown>(expected)) {
    if (sequenceNumber.accepts(entry)) continue;
    if (!isPlainObject(entry)) throw noList(checker, expected);
    refuseNames(checker, entry, { sequenceNumber, condition, shardId }, { what: 'name', example });
    if (!('sequenceNumber' in entry)) throw noList(checker, expected);
  }
}

function noList(checker: string, given: unknown): CheckerUsageError {
  return new CheckerUsageError(
    'InvalidExpectation',
    checker,
    `got ${givenText(given)}, expected a list such as [${example}] or ['4900031']; ` +
      '[] means that nothing was discarded. Sequence numbers are strings of digits.',
  );
}

import { CheckerUsageError } from './checkerUsageError.ts';
import { givenText } from '../words/givenText.ts';
import { count, isPlainObject, refuseNames, sequenceNumber, shardId } from './refuseNames.ts';

/** Refuses an expectation of invocations that is none: from JavaScript, or through a cast. */
export function refuseExpectedInvocations(checker: string, expected: unknown): void {
  if (isPlainObject(expected)) {
    const example = "{ sequenceNumber: '2', times: 2 }";
    return refuseNames(checker, expected, { times: count, sequenceNumber, shardId }, { what: 'name', example });
  }
  if (count.accepts(expected) || (Array.isArray(expected) && Array.from<unknown>(expected).every(isBatch))) return;
  throw new CheckerUsageError(
    'InvalidExpectation',
    checker,
    `got ${givenText(expected)}, expected a number of times, a list of batches such as [['1', '2'], ['2']], ` +
      "or { sequenceNumber: '2', times: 2 }. Sequence numbers are strings of digits.",
  );
}

function isBatch(value: unknown): boolean {
  return Array.isArray(value) && Array.from<unknown>(value).every(sequenceNumber.accepts);
}

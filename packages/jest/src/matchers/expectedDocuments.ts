import { documentMisfit, type ExpectedRead } from '@millrace/simulator';
import { argumentText } from '../words/argumentText.ts';
import { isAsymmetric } from '../words/differenceFrom.ts';
import { MatcherUsageError } from './matcherUsageError.ts';

/** Refuses an expectation of documents that is none, or that no document could meet. */
export function refuseExpectedDocuments(expected: unknown, isNot: boolean): void {
  if (typeof expected === 'number' && Number.isSafeInteger(expected) && expected >= 0) return;
  if (!Array.isArray(expected)) {
    const text = argumentText(expected);
    throw invalid(`got ${text}, expected a number of documents or a list of (parts of) documents`);
  }
  if (isNot && expected.length === 0) {
    throw invalid(
      'with .not got an empty list, which names no document. For none, write .toHaveSentToDestination(0); for at least one, .toHaveSentToDestination()',
    );
  }
  for (const part of Array.from<unknown>(expected)) {
    const misfit = documentMisfit(part, isAsymmetric);
    if (misfit !== undefined) throw invalid(`got ${misfit}`);
  }
}

/** The records and shards that parts of documents name. */
export function namedInDocuments(parts: readonly Readonly<Record<string, unknown>>[]): readonly ExpectedRead[] {
  return parts.flatMap((part) => {
    const batch: Readonly<Record<string, unknown>> = Object(part['DDBStreamBatchInfo']);
    const place = typeof batch['shardId'] === 'string' ? { shardId: batch['shardId'] } : {};
    const numbers = [batch['startSequenceNumber'], batch['endSequenceNumber']].filter(isText);
    return numbers.length === 0 ? [place] : numbers.map((sequenceNumber) => ({ ...place, sequenceNumber }));
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function invalid(complaint: string): MatcherUsageError {
  return new MatcherUsageError('InvalidExpectation', `toHaveSentToDestination ${complaint}.`);
}

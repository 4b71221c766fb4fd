import type { InvocationEnded } from './traceEvent.ts';
import { jsonLine } from './jsonLine.ts';
import { oneLine } from '../words/oneLine.ts';

/**
 * What an invocation came to, in the words of `lifeOf`: told of the record at this place in its batch.
 */
export function answerText(call: InvocationEnded | undefined, place: number): string {
  if (call === undefined) return 'no answer before the run ended';
  if (call.error !== undefined) return `threw ${oneLine(`${call.error.errorType}: ${call.error.errorMessage}`)}`;
  switch (call.outcome) {
    case 'success':
      return 'success';
    case 'partialFailure':
      return `reported ${reported(call)}; what comes before it is done`;
    case 'firstRecordReported':
      if (call.sequenceNumbers.length === 1) return 'reported';
      return place === 0
        ? 'reported; it is the first, so the whole batch failed'
        : `reported ${call.sequenceNumbers[0]}, the first; the whole batch failed`;
    case 'malformedReport':
      return `malformed report, the whole batch failed: ${jsonLine(call.response)}`;
    case 'timeout':
      return 'timed out';
    case 'responseTooLarge':
      return 'the answer was too large';
    case 'stateMissing':
      return 'the answer had no state';
    case 'functionError':
      return 'function error';
  }
}

function reported({ response }: InvocationEnded): string {
  const failures: unknown = Object(response).batchItemFailures;
  const numbers = Array.isArray(failures) ? failures.map((entry): unknown => Object(entry).itemIdentifier) : [];
  return numbers.length === 1 ? String(numbers[0]) : `${numbers.length} records`;
}

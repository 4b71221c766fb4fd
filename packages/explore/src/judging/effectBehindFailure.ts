import { compareSequenceNumbers } from '@millrace/records';
import { type Trace, wasDone } from '@millrace/simulator';
import type { Breach } from './breach.ts';

/**
 * No effect of a record behind the one that a call reported as failed: that record comes again, and its effect with it
 * (S21). Asked only where no state says that the repetition does no harm.
 */
export function effectBehindFailure({ events, invocations }: Trace): Breach | undefined {
  if (!events.some(({ type }) => type === 'effect')) return undefined;
  for (const { index, outcome, response } of invocations) {
    if (outcome !== 'partialFailure' && outcome !== 'firstRecordReported') continue;
    const first = firstReported(response);
    if (first === undefined) continue;
    for (const event of events) {
      if (event.type !== 'effect' || event.invocation !== index || event.kind !== 'write' || !wasDone(event)) continue;
      const { sequenceNumber, name } = event;
      if (sequenceNumber === undefined || compareSequenceNumbers(sequenceNumber, first) <= 0) continue;
      return {
        code: 'effectBehindFailure',
        message: `${name} ran for record ${sequenceNumber} in a call that reported ${first}, which comes before it: both come again.`,
        sequenceNumbers: [first, sequenceNumber],
      };
    }
  }
  return undefined;
}

function firstReported(response: unknown): string | undefined {
  const failures: unknown = Object(response).batchItemFailures;
  if (!Array.isArray(failures)) return undefined;
  const names = failures.map((entry): unknown => Object(entry).itemIdentifier);
  return names.filter((name) => typeof name === 'string').toSorted(compareSequenceNumbers)[0];
}

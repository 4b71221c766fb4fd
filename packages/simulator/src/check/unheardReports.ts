import { misreport } from '../function/misreport.ts';
import { returnedOnly, synchronousReport } from '../function/runtimeWarnings.ts';
import type { Trace } from '../trace/trace.ts';
import type { InvocationEnded, InvocationStarted } from '../trace/traceEvent.ts';
import type { Finding } from './finding.ts';

/** Reports of failures that Lambda does not hear: reporting is off (S20), or they do not look as Lambda reads them. */
export function unheardReports({ events }: Trace): readonly Finding[] {
  let latest: InvocationStarted | undefined;
  return events.flatMap((event, index): readonly Finding[] => {
    if (event.type === 'invocationStarted') latest = event;
    if (event.type === 'warned' && noAnswers.has(event.code)) {
      return returnedNoAnswer(event.message, index, latest);
    }
    if (event.type !== 'invocationEnded' || event.outcome !== 'success') return [];
    const reported = reportedIn(event);
    if (reported === undefined) return [];
    const { shardId, sequenceNumbers } = event;
    const ofBatch = new Set(sequenceNumbers);
    const known = reported.identifiers.filter((identifier) => ofBatch.has(identifier));
    const message =
      `Invocation ${event.index} of ${shardId} reported ${known.join(', ') || 'failures'} with ${reported.found}, and was not heard: ` +
      `${reported.reason}, so the whole batch counts as processed. ${reported.remedy}`;
    const concerned = known.length > 0 ? known : sequenceNumbers;
    return [{ code: 'reportUnheard', message, shardId, sequenceNumbers: concerned, eventIndexes: [index] }];
  });
}

/** Warnings of an answer that does not stand in the trace as it was. */
const noAnswers: ReadonlySet<string> = new Set(
  [...Object.values(returnedOnly), synchronousReport].map(({ code }) => code),
);

interface Reported {
  readonly found: string;
  readonly reason: string;
  readonly remedy: string;
  readonly identifiers: readonly string[];
}

function reportedIn({ response }: InvocationEnded): Reported | undefined {
  const report: unknown = Object(response).batchItemFailures;
  if (Array.isArray(report) && report.length > 0) {
    return {
      found: '`batchItemFailures`',
      reason: "FunctionResponseTypes does not contain 'ReportBatchItemFailures'",
      remedy: 'Add it to the mapping, or let the handler throw.',
      identifiers: report.map((entry) => String(Object(entry).itemIdentifier)),
    };
  }
  const other = misreport(response);
  // Numbers alone are as likely those of what was processed: a warning says it, and no more.
  if (other === undefined || other.form === 'numbers') return undefined;
  return { ...other, reason: 'Lambda reads `batchItemFailures` of the answer, a list in an object' };
}

/** The trace holds the answer as JSON, in which an error is `{}`, and a generator too. It is warned of as soon as the call has come back. */
function returnedNoAnswer(message: string, index: number, call: InvocationStarted | undefined): readonly Finding[] {
  if (call === undefined) return [];
  const { shardId, sequenceNumbers } = call;
  return [{ code: 'reportUnheard', message, shardId, sequenceNumbers, eventIndexes: [index] }];
}

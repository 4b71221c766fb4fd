import type { Trace } from '../trace/trace.ts';
import type { InvocationEnded } from '../trace/traceEvent.ts';
import type { Finding } from './finding.ts';

/** Reports of failures that Lambda does not hear: reporting is off (S20), or the key is written with a capital. */
export function unheardReports({ events }: Trace): readonly Finding[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'invocationEnded' || event.outcome !== 'success') return [];
    const reported = reportedIn(event);
    if (reported === undefined) return [];
    const { shardId, sequenceNumbers } = event;
    const known = reported.identifiers.filter((identifier) => sequenceNumbers.includes(identifier));
    const message =
      `Invocation ${event.index} of ${shardId} reported ${known.join(', ') || 'failures'} with \`${reported.key}\`, and was not heard: ` +
      (reported.key === 'batchItemFailures'
        ? "FunctionResponseTypes does not contain 'ReportBatchItemFailures'"
        : 'Lambda reads `batchItemFailures`') +
      ', so the whole batch counts as processed.' +
      (reported.key === 'batchItemFailures' ? ' Add it to the mapping, or let the handler throw.' : '');
    const concerned = known.length > 0 ? known : sequenceNumbers;
    return [{ code: 'reportUnheard' as const, message, shardId, sequenceNumbers: concerned, eventIndexes: [index] }];
  });
}

function reportedIn({
  response,
}: InvocationEnded): { readonly key: string; readonly identifiers: string[] } | undefined {
  for (const key of ['batchItemFailures', 'BatchItemFailures']) {
    const report: unknown = Object(response)[key];
    if (!Array.isArray(report) || report.length === 0) continue;
    const identifiers = report.map((entry): unknown => Object(entry).itemIdentifier ?? Object(entry).ItemIdentifier);
    return { key, identifiers: identifiers.map(String) };
  }
  return undefined;
}

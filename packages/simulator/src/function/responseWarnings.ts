import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { Warning } from '../trace/warning.ts';

/** What an answer says that Lambda does not hear. */
export function responseWarnings(response: unknown, mapping: ResolvedMapping): readonly Warning[] {
  if (typeof response !== 'object' || response === null) return [];
  const reports = mapping.FunctionResponseTypes.includes('ReportBatchItemFailures');
  const failures = 'batchItemFailures' in response ? response.batchItemFailures : undefined;
  if (!reports && Array.isArray(failures) && failures.length > 0) {
    return [
      {
        code: 'reportIgnored',
        message:
          "The handler reports failures, but FunctionResponseTypes does not contain 'ReportBatchItemFailures': the report is ignored and the records count as processed (S20). Add it to the mapping, or let the handler throw.",
      },
    ];
  }
  if (!reports) return [];
  if ('BatchItemFailures' in response) {
    return [capitalised('BatchItemFailures', 'batchItemFailures', 'the failures it lists are not heard')];
  }
  const isCapitalised = Array.isArray(failures) && failures.some((entry) => Object(entry).ItemIdentifier !== undefined);
  if (!isCapitalised) return [];
  return [capitalised('ItemIdentifier', 'itemIdentifier', 'the whole batch counts as failed')];
}

function capitalised(given: string, meant: string, consequence: string): Warning {
  return {
    code: 'capitalisedReportKey',
    message: `The handler answers with \`${given}\`; Lambda reads \`${meant}\`, so ${consequence}.`,
  };
}

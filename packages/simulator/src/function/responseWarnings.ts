import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import type { Warning } from '../trace/warning.ts';
import { misreport } from './misreport.ts';

/** What an answer says that Lambda does not hear. */
export function responseWarnings(response: unknown, mapping: ResolvedMapping): readonly Warning[] {
  if (typeof response !== 'string' && (typeof response !== 'object' || response === null)) return [];
  const reports = mapping.FunctionResponseTypes.includes('ReportBatchItemFailures');
  const failures: unknown = Object(response).batchItemFailures;
  if (!reports && Array.isArray(failures) && failures.length > 0) {
    return [
      {
        code: 'reportIgnored',
        message:
          "The handler reports failures, but FunctionResponseTypes does not contain 'ReportBatchItemFailures': the report is ignored and the records count as processed (S20). Add it to the mapping, or let the handler throw.",
      },
    ];
  }
  if (reports && typeof response === 'object' && 'BatchItemFailures' in response) {
    return [capitalised('BatchItemFailures', 'batchItemFailures', 'the failures it lists are not heard')];
  }
  if (reports && Array.isArray(failures) && failures.some((entry) => Object(entry).ItemIdentifier !== undefined)) {
    return [capitalised('ItemIdentifier', 'itemIdentifier', 'the whole batch counts as failed')];
  }
  const found = misreport(response);
  if (found === undefined) return [];
  if (found.form === 'numbers') {
    const message = `The handler answers with ${found.found}: if those failed, Lambda hears no report in that (S20). ${found.remedy}`;
    return [{ code: 'sequenceNumbersAnswered', message }];
  }
  const alsoOff = reports
    ? ''
    : " FunctionResponseTypes does not contain 'ReportBatchItemFailures' either: add it to the mapping.";
  return [
    {
      code: 'reportUnheard',
      message: `The handler answers with ${found.found}: Lambda hears no report in that (S20). ${found.remedy}${alsoOff}`,
      cause: found.form,
    },
  ];
}

function capitalised(given: string, meant: string, consequence: string): Warning {
  return {
    code: 'capitalisedReportKey',
    message: `The handler answers with \`${given}\`; Lambda reads \`${meant}\`, so ${consequence}.`,
  };
}

import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';

/** Something that is allowed on AWS and bites people; the trace tells it once. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  /** What is told once, where the message names one case of many; without it, the message. */
  readonly cause?: string;
}

/** What a mapping does that its author may not expect. */
export function mappingWarnings(mapping: ResolvedMapping): readonly Warning[] {
  const warnings: Warning[] = [];
  if (mapping.MaximumRetryAttempts === -1 && mapping.MaximumRecordAgeInSeconds === -1) {
    warnings.push({
      code: 'endlessRetries',
      message:
        'MaximumRetryAttempts and MaximumRecordAgeInSeconds are -1: a failing batch blocks its shard until its records are 24 hours old (S26). Set one of them.',
    });
  } else if (mapping.DestinationConfig.OnFailure.Destination === undefined) {
    warnings.push({
      code: 'noDestination',
      message: 'No OnFailure destination: records that are given up are lost without a word (S40). Set one.',
    });
  }
  return warnings;
}

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

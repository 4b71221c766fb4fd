import { isObject } from '../words/isObject.ts';
import type { Answer } from './answer.ts';
import type { Assumption } from './assumption.ts';
import type { Batch } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';
import { reportPlaces } from './reportPlaces.ts';
import { stateBytes } from './stateBytes.ts';

/** What an answer means for its batch (section 4 of the specification). */
export type Verdict = Finding & { readonly assumption?: Assumption | undefined };

type Finding =
  | { readonly kind: 'success'; readonly state: unknown }
  /** S21: everything before `firstFailed` (an index into the batch, above 0) is done. */
  | { readonly kind: 'progress'; readonly firstFailed: number; readonly state: unknown }
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly functionError: 'Unhandled' | null };

export type FailureReason =
  | 'functionError'
  | 'timeout'
  | 'responseTooLarge'
  | 'stateMissing'
  | 'malformedReport'
  | 'firstRecordReported';

/** Judges the answer of a function that ran: success, progress up to a record, or failure of the whole batch. */
export function judge(
  answer: Exclude<Answer, { kind: 'rejected' }>,
  batch: Batch,
  rules: PollerRules,
  isInWindow = rules.tumblingWindowMs > 0,
): Verdict {
  if (answer.kind === 'functionError') return unhandled('functionError');
  if (answer.kind === 'timeout') return unhandled('timeout'); // S30
  if (answer.responseBytes > rules.semantics.responseLimitBytes) return unhandled('responseTooLarge');

  const { response } = answer;
  const state = isObject(response) ? response['state'] : undefined;
  // S51: with a tumbling window every answer must carry a state, reporting enabled or not (S20).
  if (isInWindow && stateBytes(state) === undefined) return failed('stateMissing');
  if (!rules.reportsFailures) return { kind: 'success', state }; // S20

  const { firstFailed, assumption } = readReport(response, batch, rules);
  if (firstFailed === 'none') return { kind: 'success', state, assumption };
  if (firstFailed === 'malformed') return { ...failed('malformedReport'), assumption };
  if (firstFailed === 0) return { ...failed('firstRecordReported'), assumption }; // S23
  return { kind: 'progress', firstFailed, state, assumption };
}

interface Report {
  /** The index of the first record that is reported as failed. */
  readonly firstFailed: number | 'none' | 'malformed';
  /** U3: the reading of a form that AWS does not document. */
  readonly assumption?: Assumption | undefined;
}

/** Reads a report by the table of section 4. */
function readReport(response: unknown, batch: Batch, rules: PollerRules): Report {
  const { semantics } = rules;
  if (response === null || response === undefined || response === '') return { firstFailed: 'none' };
  if (Array.isArray(response) && response.length === 0) return { firstFailed: 'none' };
  if (!isObject(response)) return assumed('nonObjectResponse', semantics.nonObjectResponse);

  const report = response['batchItemFailures'];
  if (report === null || report === undefined) return { firstFailed: 'none' };
  if (!Array.isArray(report)) return assumed('nonListReport', semantics.nonListReport);

  // The lowest sequence number of the report is the first of the batch: a batch is in the order of its numbers (S11).
  let lowest = Infinity;
  let malformed = false;
  let isNumeric = false;
  const places = reportPlaces(batch, rules, report.length);
  for (const entry of report) {
    isNumeric ||= places.isNumeric(entry);
    const index = places.indexOf(entry);
    if (index === -1) malformed = true;
    else lowest = Math.min(lowest, index);
  }
  const isMixed = malformed && lowest !== Infinity;
  const assumption = isNumeric ? 'numericIdentifier' : isMixed ? 'mixedReport' : undefined;
  return { firstFailed: readLowest(lowest, malformed, rules), assumption };
}

function readLowest(lowest: number, malformed: boolean, { semantics }: PollerRules): Report['firstFailed'] {
  if (malformed && (semantics.mixedReport === 'failure' || lowest === Infinity)) return 'malformed';
  return lowest === Infinity ? 'none' : lowest;
}

function assumed(assumption: Assumption, reading: 'success' | 'failure'): Report {
  return { firstFailed: reading === 'success' ? 'none' : 'malformed', assumption };
}

function unhandled(reason: FailureReason): Verdict {
  return { kind: 'failure', reason, functionError: 'Unhandled' };
}

function failed(reason: FailureReason): Verdict {
  return { kind: 'failure', reason, functionError: null };
}

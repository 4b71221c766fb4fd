import type { Answer } from './answer.ts';
import type { Batch } from './batch.ts';
import type { PollerRules } from './pollerRules.ts';

/** What an answer means for its batch (section 4 of the specification). */
export type Verdict =
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
export function judge(answer: Exclude<Answer, { kind: 'rejected' }>, batch: Batch, rules: PollerRules): Verdict {
  if (answer.kind === 'functionError') return unhandled('functionError');
  if (answer.kind === 'timeout') return unhandled('timeout'); // S30
  if (answer.responseBytes > rules.semantics.responseLimitBytes) return unhandled('responseTooLarge');

  const { response } = answer;
  const state = isObject(response) ? response['state'] : undefined;
  // S51: with a tumbling window every answer must carry a state, reporting enabled or not (S20).
  if (rules.tumblingWindowMs > 0 && (state === undefined || state === null)) return failed('stateMissing');
  if (!rules.reportsFailures) return { kind: 'success', state }; // S20

  const firstFailed = readReport(response, batch, rules);
  if (firstFailed === 'none') return { kind: 'success', state };
  if (firstFailed === 'malformed') return failed('malformedReport');
  if (firstFailed === 0) return failed('firstRecordReported'); // S23
  return { kind: 'progress', firstFailed, state };
}

/** The index of the first record that a response reports as failed, by the table of section 4. */
function readReport(response: unknown, batch: Batch, rules: PollerRules): number | 'none' | 'malformed' {
  const { semantics } = rules;
  if (response === null || response === undefined || response === '') return 'none';
  if (Array.isArray(response) && response.length === 0) return 'none';
  if (!isObject(response)) return semantics.nonObjectResponse === 'success' ? 'none' : 'malformed';

  const report = response['batchItemFailures'];
  if (report === null || report === undefined) return 'none';
  if (!Array.isArray(report)) return semantics.nonListReport === 'success' ? 'none' : 'malformed';

  // The lowest sequence number of the report is the first of the batch: a batch is in the order of its numbers (S11).
  let lowest = Infinity;
  let malformed = false;
  for (const entry of report) {
    const index = indexOfEntry(entry, batch, rules);
    if (index === -1) malformed = true;
    else if (index < lowest) lowest = index;
  }
  if (malformed && (semantics.mixedReport === 'failure' || lowest === Infinity)) return 'malformed';
  return lowest === Infinity ? 'none' : lowest;
}

function indexOfEntry(entry: unknown, batch: Batch, rules: PollerRules): number {
  if (!isObject(entry)) return -1;
  const identifier = entry['itemIdentifier'];
  if (typeof identifier === 'number' && rules.semantics.numericIdentifier === 'accepted') {
    return batch.records.findIndex((record) => Number(record.sequenceNumber) === identifier);
  }
  if (typeof identifier !== 'string') return -1;
  return batch.records.findIndex((record) => record.sequenceNumber === identifier);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unhandled(reason: FailureReason): Verdict {
  return { kind: 'failure', reason, functionError: 'Unhandled' };
}

function failed(reason: FailureReason): Verdict {
  return { kind: 'failure', reason, functionError: null };
}

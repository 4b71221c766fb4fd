import type { Trace } from '../trace/trace.ts';
import { escapes } from './escapes.ts';
import type { Finding } from './finding.ts';
import { type RecordFate, recordFates } from './recordFates.ts';
import { count, flag, refuseNames } from './refuseNames.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { unheardReports } from './unheardReports.ts';
import { unsettledWindows } from './unsettledWindows.ts';
import { counted } from '../words/counted.ts';

/** What {@link checkSettled} lets pass, and what it asks for beyond its default. */
export interface SettledOptions {
  /** Accept records that were given up although the mapping has no OnFailure destination; default false. */
  readonly allowDiscardsWithoutDestination?: boolean;
  /** Accept reports of failures that Lambda does not hear, so that the records count as processed; default false. */
  readonly allowUnheardReports?: boolean;
  /** How many records must have been read in all; says so when a recording is empty or a run stopped early. */
  readonly records?: number;
}

const knownOptions = { records: count, allowDiscardsWithoutDestination: flag, allowUnheardReports: flag };

/**
 * Finds every record that was lost or left over. A record is settled when a call processed it, or when it was discarded
 * and a document about it reached a destination; records that were filtered out or skipped are not the function's.
 *
 * - `pending`: neither when the run ended;
 * - `lostToRetention`: the stream dropped it after 24 hours, and nobody was told (S38);
 * - `missedByLatest`: it was written in a gap of LATEST (S2, `semantics.latestGapMs`);
 * - `discardedWithoutDestination`: given up, and the mapping has no destination (S40);
 * - `documentRefused`: given up, and the destination refused the document, which is tried once (S40);
 * - `windowLost`, `windowPending`: the final call of a tumbling window was given up without a document, or never came:
 *   its records were taken in, but what they added up to was not (S49, S55);
 * - `reportUnheard`: the function said that records failed, and Lambda did not hear it (S20);
 * - `escaped`: a rejection, an exception or `process.exit` of a call that had answered, which nobody heard;
 * - `otherRecordCount`: another number of records was read than `records` says.
 *
 * A trace does not know of records that were never read: stop a simulation early (`untilMs`) or leave its mapping
 * disabled, and the rest of the stream is not looked at; `records` is what tells.
 */
export function checkSettled(trace: Trace, options: SettledOptions = {}): readonly Finding[] {
  refuseNoTrace('checkSettled', trace);
  refuseNames('checkSettled', options, knownOptions, { what: 'option', example: '{ records: 3 }' });
  const fates = recordFates(trace);
  const findings: Finding[] = [...otherCount(fates.length, options.records)];
  for (const record of fates) {
    const found = finding(record, options);
    if (found !== undefined) findings.push(found);
  }
  const unheard = options.allowUnheardReports === true ? [] : unheardReports(trace);
  return [
    ...findings,
    ...unheard,
    ...escapes(trace),
    ...unsettledWindows(trace, options.allowDiscardsWithoutDestination === true),
  ];
}

function otherCount(read: number, expected: number | undefined): readonly Finding[] {
  if (expected === undefined || read === expected) return [];
  const message = `The run read ${counted(read, 'record')}, expected ${expected}.`;
  return [{ code: 'otherRecordCount', message, sequenceNumbers: [], eventIndexes: [] }];
}

function finding(record: RecordFate, options: SettledOptions): Finding | undefined {
  const { shardId, sequenceNumber, fate, condition, reason, document, eventIndexes } = record;
  if (fate === 'processed' || (fate === 'skipped' && reason !== 'latestGap') || document === 'delivered')
    return undefined;
  const facts = { shardId, sequenceNumbers: [sequenceNumber], eventIndexes };
  const name = `Record ${sequenceNumber} of ${shardId}`;
  if (fate === 'skipped') {
    const message = `${name} is lost: it was written while the mapping was created or updated, and LATEST missed it. Start at TRIM_HORIZON.`;
    return { code: 'missedByLatest', message, ...facts };
  }
  if (fate === 'pending') {
    const message = `${name} is pending: it was read, and neither processed nor discarded when the run ended.`;
    return { code: 'pending', message, ...facts };
  }
  if (document === 'refused') {
    const message = `${name} is lost: it was discarded (${condition}) and the destination refused the document about it.`;
    return { code: 'documentRefused', message, ...facts };
  }
  if (condition === 'StreamRetentionExceeded') {
    const message = `${name} is lost: it outlived the stream's retention before a call processed it, and nobody was told.`;
    return { code: 'lostToRetention', message, ...facts };
  }
  if (options.allowDiscardsWithoutDestination === true) return undefined;
  const message = `${name} is lost: it was discarded (${condition}) and no document about it was sent to a destination.`;
  return { code: 'discardedWithoutDestination', message, ...facts };
}

import { givenText } from '../words/givenText.ts';
import type { Batch } from '../core/batch.ts';
import type { PollerRules } from '../core/pollerRules.ts';
import { type ReportPlaces, reportPlaces } from '../core/reportPlaces.ts';
import type { Warning } from '../trace/warning.ts';
import { isObject } from '../words/isObject.ts';

/**
 * What is wrong with a report that was judged malformed (S23): every entry that names no record of the batch, and what
 * belongs in its place. Each kind of mistake is told once, by the first entry that makes it.
 */
export function malformedReportWarnings(response: unknown, batch: Batch, rules: PollerRules): readonly Warning[] {
  if (!isObject(response)) {
    return [malformed('response', `The handler answers with ${givenText(response)}, which is no object`)];
  }
  const report = 'batchItemFailures' in response ? response.batchItemFailures : undefined;
  if (!Array.isArray(report)) {
    return [
      malformed('report', `The handler answers with ${givenText(report)} as \`batchItemFailures\`, which is no list`),
    ];
  }
  const entries: readonly unknown[] = report;
  const places = reportPlaces(batch, rules, entries.length);
  const misfits = entries.filter((entry) => places.indexOf(entry) === -1);
  const facts = {
    places,
    numbers: new Set<unknown>(batch.records.map(({ sequenceNumber }) => sequenceNumber)),
    numberByEventId: new Map<unknown, string>(
      batch.records.map(({ wire, sequenceNumber }) => [wire.eventID, sequenceNumber]),
    ),
  };
  return misfits.flatMap((entry) => entryWarning(entry, facts) ?? []);
}

/** What is known of a batch and its report. */
interface BatchFacts {
  readonly places: ReportPlaces;
  readonly numbers: ReadonlySet<unknown>;
  readonly numberByEventId: ReadonlyMap<unknown, string>;
}

function entryWarning(entry: unknown, { places, numbers, numberByEventId }: BatchFacts): Warning | undefined {
  if (!isObject(entry)) {
    return malformed('entry', `The handler reports ${givenText(entry)}, where Lambda expects an object`);
  }
  const identifier = 'itemIdentifier' in entry ? entry.itemIdentifier : undefined;
  if (identifier === undefined) {
    if ('ItemIdentifier' in entry) return undefined; // `capitalisedReportKey` has told it.
    const key = Object.entries(entry).find(([, value]) => numbers.has(value))?.[0];
    const meant = key === undefined ? '' : `: its \`${key}\` belongs there`;
    return malformed(
      'noIdentifier',
      `The handler reports ${givenText(entry)}, which has no \`itemIdentifier\`${meant}`,
    );
  }
  const reported = `The handler reports the itemIdentifier ${givenText(identifier)}`;
  const sequenceNumber = numberByEventId.get(identifier);
  if (sequenceNumber !== undefined) {
    return malformed(
      'eventID',
      `${reported}, the eventID of record ${sequenceNumber} and no sequence number of its batch`,
    );
  }
  if (places.isNumeric(entry)) {
    return malformed('number', `${reported}, a number, where sequence numbers are texts`);
  }
  return malformed('unknown', `${reported}, which is no sequence number of its batch`);
}

function malformed(cause: string, found: string): Warning {
  return {
    code: 'malformedReport',
    message:
      `${found}, so the whole batch counts as failed (S23). ` +
      'Answer with { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] }; of a decoded record that is record.sequenceNumber.',
    cause,
  };
}

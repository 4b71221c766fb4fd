import { durationText } from './durationText.ts';
import type { DiscardedLife, ReplayResult } from './replayResult.ts';

const outcomeWords: Readonly<Record<string, string>> = {
  success: 'succeeded',
  partialFailure: 'reported a later record',
  firstRecordReported: 'reported their first record',
  functionError: 'threw',
  timeout: 'timed out',
  malformedReport: 'answered with a malformed report',
  responseTooLarge: 'answered with too much',
  stateMissing: 'answered without a state',
  pending: 'without an answer',
};
const maxLives = 20;

/** A replay for people: counts, the life of each discarded record line by line, and the verdict. */
export function replayText(result: ReplayResult): string {
  const { records, invocations, discarded, documents, virtualMs, realMs } = result;
  const outcomes = Object.entries(invocations.outcomes).map(
    ([outcome, count]) => `${count} ${outcomeWords[outcome] ?? outcome}`,
  );
  const facts: [string, string][] = [
    ['Mapping', mappingText(result.mapping)],
    ['Records', `${records.recorded} in ${plural(result.shards, 'shard')}: ${recordCounts(records)}`],
    ['Invocations', `${invocations.total}${outcomes.length > 0 ? `: ${outcomes.join(', ')}` : ''}`],
    ['Destination', destinationText(documents)],
    ['Time', `${durationText(virtualMs)} on the virtual clock, ${durationText(realMs)} in fact`],
  ];
  return [
    ...facts.map(([name, text]) => `${name.padEnd(12)} ${text}`),
    ...result.warnings.map((warning) => `${'Warning'.padEnd(12)} ${warning}`),
    ...discarded.slice(0, maxLives).flatMap(lifeLines),
    ...(discarded.length > maxLives
      ? ['', `… and ${discarded.length - maxLives} more discarded records (--json has them all).`]
      : []),
    '',
    ...verdict(result),
    '',
  ].join('\n');
}

/** Without the parameters that only label, and the destination, which has a line of its own. */
function mappingText(mapping: ReplayResult['mapping']): string {
  const unsaid = new Set(['DestinationConfig', 'EventSourceArn', 'FunctionName', 'KMSKeyArn', 'Tags']);
  return Object.entries(mapping)
    .filter(([name, value]) => !unsaid.has(name) && value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

function recordCounts({ processed, discarded, skipped, pending, unread }: ReplayResult['records']): string {
  const counts: [number, string][] = [
    [processed, 'processed'],
    [discarded, 'discarded'],
    [skipped, 'filtered out or before the start'],
    [pending, 'pending'],
    [unread, 'never read'],
  ];
  return counts
    .filter(([count], index) => count > 0 || index < 2)
    .map((count) => count.join(' '))
    .join(', ');
}

function destinationText({ delivered, destination }: ReplayResult['documents']): string {
  return destination === undefined ? 'none' : `${plural(delivered, 'document')} to ${destination}`;
}

function lifeLines({ sequenceNumber, itemKey, condition, life }: DiscardedLife): string[] {
  const from = life[0]?.atMs ?? 0;
  return [
    '',
    `Discarded: record ${sequenceNumber} of item ${itemKey} (${condition})`,
    ...life.map(({ atMs, what }) => `  ${`+${((atMs - from) / 1000).toFixed(3)} s`.padStart(12)}  ${what}`),
  ];
}

function verdict({ problems, records: { discarded, processed } }: ReplayResult): string[] {
  if (problems.length > 0) return ['Problems:', ...problems.map((problem) => `  - ${problem}`)];
  const which = discarded > 0 ? 'Every other record' : processed > 0 ? 'Every record' : 'No record';
  return [`${which} was processed, and each item's records in their order.`];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

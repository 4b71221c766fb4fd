import { counted, whereToRead } from '@millrace/simulator';
import { durationText } from './durationText.ts';
import { effectsFacts, effectsVerdict } from './effectsText.ts';
import type { DiscardedRecords, ReplayResult } from './replayResult.ts';

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
/** How many of the discards `replayText` tells of. */
export const maxLives = 10;
const maxLifeLines = 24;
const lastLifeLines = 6;

/** A replay for people: counts, the life of each discarded record line by line, and the verdict. */
export function replayText(result: ReplayResult, trace = ''): string {
  const { timeout, records, invocations, discarded, documents, virtualMs, realMs } = result;
  const outcomes = Object.entries(invocations.outcomes).map(
    ([outcome, count]) => `${count} ${outcomeWords[outcome] ?? outcome}`,
  );
  const facts: [string, string][] = [
    ['Mapping', mappingText(result.mapping)],
    ['Timeout', `${timeout.seconds} s${timeout.isGiven ? '' : ", Lambda's own: --timeout gives another"}`],
    ...environmentFacts(result.environment),
    [
      'Records',
      `${records.recorded} in ${counted(Object.keys(result.scenario.shards).length, 'shard')}: ${recordCounts(records)}`,
    ],
    ...tooOldFact(result),
    ['Invocations', `${invocations.total}${outcomes.length > 0 ? `: ${outcomes.join(', ')}` : ''}`],
    ['Destination', destinationText(documents)],
    ['Time', `${durationText(virtualMs)} on the virtual clock, ${durationText(realMs)} in fact`],
  ];
  return [
    ...facts.map(([name, text]) => `${name.padEnd(12)} ${text}`),
    ...effectsFacts(result.effects),
    ...loggedFacts(result.loggedErrors),
    ...result.warnings.map((warning) => `${'Warning'.padEnd(12)} ${warning}`),
    ...readFact([...result.warnings, ...result.problems]),
    ...discarded.slice(0, maxLives).flatMap(lifeLines),
    ...(discarded.length > maxLives
      ? ['', `… and ${discarded.length - maxLives} more discarded batches; --json has them all.`]
      : []),
    ...(trace === '' ? [] : ['', trace.trimEnd()]),
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
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function environmentFacts({
  fromTemplate,
  open,
  missingParameters,
  askedFor,
}: ReplayResult['environment']): [string, string][] {
  const missing = new Map(Object.entries(missingParameters));
  const opens = open.map((name) => {
    const options = (missing.get(name) ?? []).map((parameter) => `--parameter ${parameter}=<value>`);
    return options.length > 0 ? `${name} (give ${options.join(' ')})` : name;
  });
  const parts = [
    ...(fromTemplate.length > 0 ? [`${fromTemplate.join(', ')} from the template`] : []),
    ...(open.length > 0 ? [`not set, as the template leaves it open: ${opens.join(', ')}`] : []),
  ];
  const others = askedFor.filter((name) => !open.includes(name));
  if (others.length > 0) parts.push(`not set, and the handler asked for ${others.join(', ')}`);
  return parts.length > 0 ? [['Environment', parts.join('; ')]] : [];
}

function recordCounts(records: ReplayResult['records']): string {
  const { processed, discarded, filteredOut, beforeStartingPosition, pending, unread } = records;
  const counts: [number, string][] = [
    [processed, 'processed'],
    [discarded, 'discarded'],
    [filteredOut, 'filtered out'],
    [beforeStartingPosition, 'before the starting position'],
    [pending, 'pending'],
    [unread, 'never read'],
  ];
  return counts
    .filter(([count], index) => count > 0 || index < 2)
    .map((count) => count.join(' '))
    .join(', ');
}

/** S2: from TRIM_HORIZON, what lies before the starting position is what the stream no longer holds at the start. */
function tooOldFact({ records, scenario }: ReplayResult): [string, string][] {
  const count = records.beforeStartingPosition;
  if (count === 0 || scenario.mapping.StartingPosition !== 'TRIM_HORIZON') return [];
  const were = `${count} ${count === 1 ? 'was' : 'were'} older than 24 hours`;
  return [['Too old', `${were} when the mapping started: --start-at gives an earlier start`]];
}

function destinationText({ delivered, destination }: ReplayResult['documents']): string {
  return destination === undefined ? 'none' : `${counted(delivered, 'document')} to ${destination}`;
}

function lifeLines({ records, condition, life }: DiscardedRecords): string[] {
  const from = life[0]?.atMs ?? 0;
  const lines = life.map(({ atMs, what }) => `  ${`+${((atMs - from) / 1000).toFixed(3)} s`.padStart(13)}  ${what}`);
  // A record that is tried for a day has thousands of lines, all but the first and the last alike.
  const left = lines.length - maxLifeLines;
  if (left > 0)
    lines.splice(maxLifeLines - lastLifeLines, left, `${' '.repeat(17)}… ${left} more lines; --json has them all`);
  return ['', `Discarded: ${namesOf(records)} (${condition})`, ...lines];
}

function namesOf(records: DiscardedRecords['records']): string {
  const [first] = records;
  const last = records.at(-1);
  if (records.length === 1) return `record ${first?.sequenceNumber} of item ${first?.itemKey}`;
  return `${records.length} records together, ${first?.sequenceNumber} to ${last?.sequenceNumber}; this is what happened to the first`;
}

/** Where the numbers that warnings cite are explained. */
function readFact(texts: readonly string[]): string[] {
  const read = whereToRead(texts.join('\n'));
  return read === undefined ? [] : [`${''.padEnd(12)} (${read})`];
}

/** Lambda knows what a call answers, not what it did: so does the verdict. */
function verdict({ problems, loggedErrors, isInterrupted, records, effects }: ReplayResult): string[] {
  const { discarded, processed, skipped } = records;
  const interrupted = isInterrupted ? ['The replay was interrupted; this is what happened so far.'] : [];
  if (problems.length > 0) return [...interrupted, 'Problems:', ...problems.map((problem) => `  - ${problem}`)];
  const which = processed === 0 ? 'no record' : discarded > 0 ? 'every other record' : 'every record';
  const meant = skipped > 0 ? ' that was meant for the function' : '';
  const order = processed === 0 ? '' : " Each item's records came in their order.";
  const calls = new Set(loggedErrors.flatMap(({ invocations }) => invocations)).size;
  const logged = calls === 0 ? '' : ` But ${calls === 1 ? 'a call' : `${calls} calls`} that succeeded logged errors.`;
  return [...interrupted, `Lambda counts ${which}${meant} as processed.${order}${effectsVerdict(effects)}${logged}`];
}

function loggedFacts(logged: ReplayResult['loggedErrors']): string[] {
  const most = 5;
  const lines = logged.slice(0, most).map(({ text, invocations }) => {
    const often = invocations.length === 1 ? '' : `, ${invocations.length} times`;
    return `${'Logged'.padEnd(12)} ${text} (in invocation ${invocations[0]}, which succeeded${often})`;
  });
  return logged.length > most
    ? [...lines, `${' '.repeat(13)}… and ${logged.length - most} more; --json has them all`]
    : lines;
}

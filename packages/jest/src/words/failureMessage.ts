import {
  counted,
  type Finding,
  lifeOf,
  printable,
  reproduceLine,
  type Trace,
  traceLines,
  whereToRead,
} from '@millrace/simulator';
import { section } from './section.ts';
import { warningSection } from './warningSection.ts';

/** What a failing matcher has to tell. */
export interface Failure {
  /** The matcher as it was called, such as `.toPreserveItemOrder()`. */
  readonly call: string;
  readonly trace: Trace;
  /** What failed, in one sentence. */
  readonly headline: string;
  readonly findings: readonly Finding[];
}

const mostFindings = 3;
const mostTraceLines = 8;
const mostLifeLines = 16;

/**
 * The text of a failing matcher: what failed, the first findings, the lines of the trace that matter, the life of the
 * first record concerned, the warnings of the run, and the line that reproduces it. Plain text, the same under every
 * runner.
 */
export function failureMessage({ call, trace, headline, findings }: Failure): string {
  const shown = findings.slice(0, mostFindings);
  const more = findings.length - shown.length;
  const sentences = shown.map((finding) => `  ${shortened(finding, trace)}`);
  const read = whereToRead(sentences.join('\n'));
  const paragraphs = [
    [`expect(trace)${call}`],
    [headline],
    [...sentences, ...(more > 0 ? [`  … and ${more} more`] : []), ...(read === undefined ? [] : [`  (${read})`])],
    section('In the trace:', elided(linesOf(trace, shown), mostTraceLines)),
    lifeSection(trace, shown),
    shown.some(({ code }) => code === 'warned') ? [] : warningSection(trace),
    [reproduceLine(trace)],
  ];
  // What stands in the data must not give orders to the terminal.
  return printable(paragraphs.flatMap((lines) => (lines.length === 0 ? [] : [lines.join('\n')])).join('\n\n'));
}

/** The name of a shard says nothing where there is only one. */
function shortened({ message, shardId }: Finding, trace: Trace): string {
  const isOnlyShard = Object.keys(trace.scenario.shards).length === 1 && shardId !== undefined;
  return isOnlyShard ? message.replaceAll(` of ${shardId}`, '') : message;
}

function linesOf(trace: Trace, findings: readonly Finding[]): readonly string[] {
  const indexes = new Set(findings.flatMap((finding) => finding.eventIndexes));
  return traceLines(
    trace,
    [...indexes].sort((a, b) => a - b),
  );
}

/** One record's life is worth reading; several would bury the rest. */
function lifeSection(trace: Trace, findings: readonly Finding[]): readonly string[] {
  for (const { code, shardId, sequenceNumbers } of findings) {
    const [sequenceNumber] = sequenceNumbers;
    if (sequenceNumber === undefined || code === 'otherBatch') continue;
    const life = lifeOf(trace, sequenceNumber, shardId);
    if (life.length > 0) return section(`The life of record ${sequenceNumber}:`, elided(life, mostLifeLines));
  }
  return [];
}

/** The first half and the last half of too many lines. */
function elided(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const half = most / 2;
  const left = lines.length - most;
  return [...lines.slice(0, half), `… ${counted(left, 'line')} left out`, ...lines.slice(lines.length - half)];
}

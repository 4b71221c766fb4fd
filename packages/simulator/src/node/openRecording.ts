import { compareSequenceNumbers } from '@millrace/records';
import { fileURLToPath } from 'node:url';
import type { DynamoDBRecord } from 'aws-lambda';
import { onlyShardId } from '../scenario/resolveShards.ts';
import type { RecordSource } from '../scenario/scenarioOptions.ts';
import { arrangedShards, type RecordedShard, streamOf } from './arrangedShards.ts';
import { type ReadingCounts, type RecordedLine, recordedLines, sequenceNumberOf } from './recordedLines.ts';
import { standardInput } from './recordedText.ts';
import { RecordingError } from './recordingError.ts';
import { counted } from '../words/counted.ts';

/** A file, `-` for standard input, or several, which are read as one recording. */
export type RecordingFiles = string | URL | readonly (string | URL)[];

/** A recording that has been read through once. */
export interface OpenedRecording {
  /** How many records it holds, without repeats. */
  readonly count: number;
  readonly first: DynamoDBRecord | undefined;
  /** What `simulate` takes: `records` where all is one lineage, else `shards`. */
  readonly source: { readonly records: RecordSource } | { readonly shards: Readonly<Record<string, RecordedShard>> };
  /** What was done to the records and what the user should know of them, in sentences. */
  readonly notices: readonly string[];
}

/**
 * Reads a recording through: NDJSON as `millrace capture` writes it, events, or the logs of a function; plain or packed with gzip, in UTF-8 or UTF-16.
 * Repeats are dropped, records out of order are sorted or assigned to shards (`docs/recordings.md` states the rule), and `notices` say so.
 *
 * A file of one lineage in its order is not held in memory, but read again whenever its records are asked for; anything
 * else is held. Throws a `RecordingError` that names the file and the line.
 *
 * @example
 * const { source, notices } = await openRecording(['monday.log.gz', 'tuesday.log.gz']);
 * const trace = await simulate({ handler, ...source, mapping });
 */
export async function openRecording(files: RecordingFiles): Promise<OpenedRecording> {
  const { count, first, source, notices } = await readThrough(files);
  return { count, first, source, notices };
}

/** The same, with the record that a second shard begins with, where there are several. */
export async function readThrough(
  files: RecordingFiles,
): Promise<OpenedRecording & { readonly aside: Aside | undefined }> {
  const paths = pathsOf(files);
  if (paths.filter((path) => path === standardInput).length > 1) {
    const message = 'Standard input stands among the recordings more than once, and it can be read once. Name it once.';
    throw new RecordingError('unreadable', message, { path: standardInput });
  }
  const counts = noCounts();
  const isRepeatable = !paths.includes(standardInput);
  let held: RecordedLine[] | undefined = [];
  let size = 0;
  let count = 0;
  let first: DynamoDBRecord | undefined;
  const lineage = lineageCheck();
  for await (const line of linesOf(paths, counts)) {
    first ??= line.record;
    count++;
    lineage.next(line);
    if (held === undefined) continue;
    held.push(line);
    // Only an estimate is needed, and the sizes of the records are mostly there.
    size += 500 + (line.record.dynamodb?.SizeBytes ?? 500) * 3;
    if (size > mostHeld && isRepeatable && lineage.brokenAt() === undefined) held = undefined;
  }
  const told = noticesOf(counts);
  const aside = lineage.brokenAt();
  if (aside === undefined) {
    const again = () => recordsIn(linesOf(paths, noCounts()));
    const records = held?.map(({ record }) => record) ?? { [Symbol.asyncIterator]: again };
    return { count, first, source: { records }, notices: told, aside };
  }
  const { shards, notices } = arrangedShards(held ?? (await allLines(files)));
  const lists = Object.entries(shards);
  const [only] = lists;
  const source =
    lists.length === 1 && only !== undefined && only[0] === onlyShardId ? { records: only[1].records } : { shards };
  const kept = lists.reduce((sum, [, { records }]) => sum + records.length, 0);
  return { count: kept, first, source, notices: [...told, ...notices], aside };
}

/** Estimated bytes of records that are held rather than read again. */
const mostHeld = 64_000_000;

/** Every record of a recording, as it stands. */
export async function allLines(files: RecordingFiles, counts = noCounts()): Promise<RecordedLine[]> {
  const all: RecordedLine[] = [];
  for await (const line of linesOf(pathsOf(files), counts)) all.push(line);
  return all;
}

function pathsOf(files: RecordingFiles): readonly string[] {
  const list = typeof files === 'string' || 'href' in files ? [files] : files;
  return list.map((file) => (typeof file === 'string' ? file : fileURLToPath(file)));
}

async function* linesOf(paths: readonly string[], counts: ReadingCounts): AsyncGenerator<RecordedLine> {
  for (const path of paths) yield* recordedLines(path, counts);
}

async function* recordsIn(lines: AsyncIterable<RecordedLine>): AsyncGenerator<DynamoDBRecord> {
  for await (const { record } of lines) yield record;
}

function noCounts(): ReadingCounts {
  return { passedOver: 0, bareLists: new Set() };
}

/** A record that does not go on from the one before it: of another stream or shard, a repeat, or out of order. */
export interface Aside {
  readonly before: RecordedLine;
  readonly line: RecordedLine;
}

/** Whether the records are one list as they stand: one stream, each shard the child of the one before, in order. */
function lineageCheck(): { next(line: RecordedLine): void; brokenAt(): Aside | undefined } {
  let last: RecordedLine | undefined;
  let aside: Aside | undefined;
  return {
    next(line) {
      if (last !== undefined && aside === undefined && !goesOn(last, line)) aside = { before: last, line };
      last = line;
    },
    brokenAt: () => aside,
  };
}

function goesOn(before: RecordedLine, line: RecordedLine): boolean {
  // Lines without a shard id come before a stream split: whatever is named after them is younger.
  const isYounger =
    line.shardId === before.shardId || before.shardId === undefined || line.parentShardId === before.shardId;
  const isOneStream = streamOf(line.record) === streamOf(before.record);
  return isYounger && isOneStream && compareSequenceNumbers(sequenceNumberOf(before), sequenceNumberOf(line)) < 0;
}

export function noticesOf({ passedOver, bareLists }: ReadingCounts): readonly string[] {
  const [list] = bareLists;
  return [
    ...(passedOver > 0
      ? [
          `${counted(passedOver, 'line of a log holds', 'lines of a log hold')} no event and ${passedOver === 1 ? 'was' : 'were'} passed over.`,
        ]
      : []),
    ...(list === undefined
      ? []
      : [
          `${list} holds a list of records without {"Records": …} around it, as EventBridge Pipes gives it to a function. It is replayed as a mapping of the stream delivers it: in events.`,
        ]),
  ];
}

import type { DynamoDBRecord } from 'aws-lambda';
import { RecordingError } from './recordingError.ts';
import { recordedText, standardInput } from './recordedText.ts';
import { recordsWithin } from './recordsWithin.ts';
import { writtenValues } from './writtenValues.ts';

/** One record of a recording, where it stands, and the shard it was captured from when the recording names it. */
export interface RecordedLine {
  readonly path: string;
  /** The line on which the record stands, or on which the value begins that holds it. */
  readonly line: number;
  readonly shardId: string | undefined;
  readonly parentShardId: string | undefined;
  readonly record: DynamoDBRecord;
}

export function sequenceNumberOf({ record }: RecordedLine): string {
  return record.dynamodb?.SequenceNumber ?? '';
}

/** What else a file holds that the user should know. */
export interface ReadingCounts {
  /** Messages of a log that hold no event. */
  passedOver: number;
  /** Files that hold a list of records where a mapping would give an event. */
  readonly bareLists: Set<string>;
}

/**
 * Reads the records of one file in the order in which they stand there, never more of it in memory than a value and a
 * buffer. Throws a `RecordingError` that names the file and the line.
 */
export async function* recordedLines(
  path: string,
  counts: ReadingCounts,
): AsyncGenerator<RecordedLine, void, undefined> {
  for await (const written of writtenValues(recordedText(path))) {
    if (written.kind === 'logLine') counts.passedOver++;
    else if (written.kind === 'fault') throw unusable(path, written.line, written.problem, written.cause);
    else yield* recordsOf(written.value, written.isFromLog, path, written.line, counts);
  }
}

function* recordsOf(
  value: unknown,
  isFromLog: boolean,
  path: string,
  line: number,
  counts: ReadingCounts,
): Generator<RecordedLine, void, undefined> {
  for (const found of recordsWithin(value, isFromLog)) {
    switch (found.kind) {
      case 'record': {
        const { shardId, parentShardId, ...record } = found.record;
        yield { path, line, shardId, parentShardId, record };
        break;
      }
      case 'passedOver':
        counts.passedOver++;
        break;
      case 'bareList':
        counts.bareLists.add(path);
        break;
      case 'fault':
        throw unusable(path, line, found.problem);
    }
  }
}

function unusable(path: string, line: number, problem: string, cause?: unknown): RecordingError {
  const file = path === standardInput ? 'standard input' : path;
  // What is known by its name is said with what to do.
  const advice = problem.includes('millrace capture')
    ? ''
    : ' A recording has one DynamoDB stream record a line, as Lambda gets it, or one event, {"Records": […]}. Correct or remove the line.';
  return new RecordingError('unusableLine', `Line ${line} of ${file} cannot be replayed: ${problem}.${advice}`, {
    path,
    line,
    cause,
  });
}

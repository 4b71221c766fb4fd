import { type FileHandle, open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DynamoDBRecord } from 'aws-lambda';
import { RecordingError } from './recordingError.ts';

/** One line of a recording: the wire record, and the shard it was captured from when the line names it. */
export interface RecordedLine {
  readonly line: number;
  readonly shardId: string | undefined;
  readonly parentShardId: string | undefined;
  readonly record: DynamoDBRecord;
}

/**
 * Reads a recording line by line, never more of it in memory than a line and a buffer; blank lines are passed over.
 *
 * A line may also hold a whole event, `{"Records":[…]}`, and a file may be one event over many lines, as `sam local
 * generate-event` writes them: then its records are read, in their order.
 */
export async function* recordedLines(file: string | URL): AsyncGenerator<RecordedLine, void, undefined> {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const handle = await opened(path);
  let isOneValue = false;
  try {
    let line = 0;
    for await (const text of handle.readLines({ encoding: 'utf8' })) {
      line++;
      const json = (line === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
      isOneValue = line === 1 && opensAnEvent.test(json);
      if (isOneValue) break;
      if (json !== '') yield* parsedLine(json, path, line);
    }
  } finally {
    await handle.close();
  }
  if (isOneValue) yield* parsedLine((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''), path, 1);
}

/** A first line that no record can end on: the value goes on in the lines below. */
const opensAnEvent = /^\{(\s*"Records"\s*:(\s*\[)?(\s*\{)?)?$/;

async function opened(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RecordingError(
      'unreadable',
      `The recording ${path} cannot be opened: ${why}. Paths are taken from the current directory; make a recording ` +
        'with: millrace capture --table <name> > recording.ndjson',
      { path, cause },
    );
  }
  throw new RecordingError('unreadable', `The recording ${path} is not a file. Name the NDJSON file itself.`, { path });
}

function* parsedLine(text: string, path: string, line: number): Generator<RecordedLine, void, undefined> {
  const value = parsedJson(text, path, line);
  const isEvent = isObject(value) && Array.isArray(value.Records);
  for (const [index, member] of (isEvent ? (value.Records as unknown[]) : [value]).entries()) {
    const problem = whyNoRecord(member);
    if (problem) throw unusable(path, line, isEvent ? `of its Records[${index}], ${problem}` : problem);
    const { shardId, parentShardId, ...record } = member as DynamoDBRecord &
      Partial<Record<'shardId' | 'parentShardId', string>>;
    yield { line, shardId, parentShardId, record };
  }
}

function parsedJson(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unusable(path, line, `it is not JSON (${why}): ${start}`, cause);
  }
}

function whyNoRecord(value: unknown): string | undefined {
  if (!isObject(value)) return `it is ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}, not a record`;
  if (!isObject(value.dynamodb)) return 'it has no "dynamodb" object';
  if (typeof value.dynamodb.SequenceNumber !== 'string') {
    const isCamelCase = 'sequenceNumber' in value.dynamodb;
    const why = isCamelCase ? ': "sequenceNumber" was found, and AWS\'s names there begin with capitals' : '';
    return `"dynamodb.SequenceNumber" is not a string${why}`;
  }
  for (const name of ['shardId', 'parentShardId']) {
    if (value[name] !== undefined && typeof value[name] !== 'string') return `"${name}" is not a string`;
  }
  return undefined;
}

function unusable(path: string, line: number, problem: string, cause?: unknown): RecordingError {
  return new RecordingError(
    'unusableLine',
    `Line ${line} of ${path} cannot be replayed: ${problem}. A recording has one DynamoDB stream record a line, as ` +
      'Lambda gets it, or one event, {"Records": […]}. Correct or remove the line.',
    { path, line, cause },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

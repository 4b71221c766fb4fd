import type { DynamoDBRecord } from 'aws-lambda';
import { streamOf } from './arrangedShards.ts';
import { type Aside, readThrough, type RecordingFiles } from './openRecording.ts';
import { RecordingError } from './recordingError.ts';

/** How a recording is read. */
export interface RecordingOptions {
  /** Told what was done to the records: repeats dropped, records sorted, lines of a log passed over. Default: a warning of Node's. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * The records of a recording, as `simulate` takes them in `records`: NDJSON as `millrace capture` writes it, events, or
 * the logs of a function; one file, several, or `-` for standard input.
 *
 * It is read through when the first record is asked for, so a bad line ends no simulation half-way; a file in order is read again for each
 * iteration and not held. Repeats are dropped and records out of order are sorted, as for `openRecording`. Shards of one
 * lineage, each the child of the one before, read as one; a recording with shards or streams side by side is refused,
 * because one list would invent an order between them: use `recordedShards`. Throws a `RecordingError` that names the
 * file and the line.
 *
 * @example
 * const trace = await simulate({ handler, records: recording('recordings/orders.ndjson'), mapping });
 */
export function recording(
  files: RecordingFiles,
  { onNotice = warning }: RecordingOptions = {},
): AsyncIterable<DynamoDBRecord> {
  let reading: Promise<AsyncIterable<DynamoDBRecord> | Iterable<DynamoDBRecord>> | undefined;
  const read = async () => {
    const { source, notices, aside } = await readThrough(files);
    if (!('records' in source)) throw sideBySide(aside);
    notices.forEach((notice) => onNotice(notice));
    return source.records;
  };
  async function* records(): AsyncGenerator<DynamoDBRecord, void, undefined> {
    reading ??= read();
    yield* await reading;
  }
  return { [Symbol.asyncIterator]: records };
}

/** Tells a notice to somebody who gave no way of their own. */
export function warning(notice: string): void {
  process.emitWarning(notice, 'RecordingWarning');
}

function sideBySide(aside: Aside | undefined): RecordingError {
  const { line, before } = aside as Aside;
  const streams = [line, before].map(({ record }) => streamOf(record));
  const isOneStream = streams[0] === streams[1];
  const [now, then] = isOneStream
    ? [line, before].map(({ shardId }) => shardId ?? 'no named shard')
    : streams.map((arn) => (arn === '' ? 'no named stream' : `the stream ${arn}`));
  const why = isOneStream ? ", and neither is the other's parent: shards" : ': shards';
  return new RecordingError(
    'shardsSideBySide',
    `Line ${line.line} of ${line.path} is of ${now}, the lines before it are of ${then}${why} side by side have no common order. ` +
      'Pass `shards: await recordedShards(path)` instead of `records: recording(path)`.',
    { path: line.path, line: line.line },
  );
}

import { fileURLToPath } from 'node:url';
import type { DynamoDBRecord } from 'aws-lambda';
import { recordedLines } from './recordedLines.ts';
import { RecordingError } from './recordingError.ts';

/**
 * The records of an NDJSON recording, in the order of the file, read while they are asked for.
 *
 * Each line is one Lambda wire record, as `millrace capture` writes them, or a whole event; the file may also be one
 * event over many lines. Opening waits for the first record, and
 * each iteration reads the file again. Shards of one lineage, each the child of the one before, read as one; a file
 * with shards side by side is refused, because one list would invent an order between them: use `recordedShards`.
 * Throws a `RecordingError` that names the file and the line.
 *
 * @example
 * const trace = await simulate({ handler, records: recording('recordings/orders.ndjson'), mapping });
 */
export function recording(file: string | URL): AsyncIterable<DynamoDBRecord> {
  return { [Symbol.asyncIterator]: () => recordsOfOneLineage(file) };
}

async function* recordsOfOneLineage(file: string | URL): AsyncGenerator<DynamoDBRecord, void, undefined> {
  let current: string | undefined;
  for await (const { line, shardId, parentShardId, record } of recordedLines(file)) {
    // Lines without a shard id come before a stream split: whatever is named after them is younger.
    const follows = shardId === current || current === undefined || parentShardId === current;
    if (!follows) throw sideBySide(file, line, current, shardId);
    current = shardId;
    yield record;
  }
}

function sideBySide(file: string | URL, line: number, before: string | undefined, now: string | undefined) {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  return new RecordingError(
    'shardsSideBySide',
    `Line ${line} of ${path} is of ${now ?? 'no named shard'}, the lines before it are of ${before}, and neither is the ` +
      "other's parent: shards side by side have no common order. Pass `shards: await recordedShards(path)` instead of " +
      '`records: recording(path)`.',
    { path, line },
  );
}

import type { RecordSource, ShardOptions } from '@millrace/simulator';
import { isRecordingError, recordedShards, recording } from '@millrace/simulator/node';
import { UsageError } from '../usageError.ts';

/** A recording that has been read through once, as `simulate` takes it. */
export interface CheckedRecording {
  readonly count: number;
  readonly source: { readonly records: RecordSource } | { readonly shards: Readonly<Record<string, ShardOptions>> };
}

/**
 * Reads a recording through before anything runs, so that a bad line ends no replay half-way.
 *
 * One lineage is streamed from the file again while it is replayed, so its size does not matter; shards side by side
 * are held in memory. Throws a `UsageError` for an empty one, and a `RecordingError` that names the line.
 */
export async function readRecording(file: string): Promise<CheckedRecording> {
  const checked = await checkedRecording(file);
  if (checked.count > 0) return checked;
  throw new UsageError(
    `The recording ${file} has no records, so a replay would prove nothing. Record a stream that holds some: ` +
      'millrace capture --table <name> > recording.ndjson',
  );
}

async function checkedRecording(file: string): Promise<CheckedRecording> {
  const records = recording(file);
  try {
    return { count: await counted(records), source: { records } };
  } catch (error) {
    if (!isRecordingError(error) || error.failure !== 'shardsSideBySide') throw error;
    const shards = await recordedShards(file);
    return { count: Object.values(shards).reduce((sum, shard) => sum + shard.records.length, 0), source: { shards } };
  }
}

async function counted(records: AsyncIterable<unknown>): Promise<number> {
  const iterator = records[Symbol.asyncIterator]();
  let count = 0;
  while ((await iterator.next()).done !== true) count++;
  return count;
}

import type { RecordSource, ShardOptions } from '@millrace/simulator';
import { isRecordingError, recordedShards, recording } from '@millrace/simulator/node';
import { UsageError } from '../usageError.ts';
import { awsRegion } from './awsRegion.ts';
import { regionInArn } from './regionInArn.ts';

/** A recording that has been read through once, as `simulate` takes it. */
export interface CheckedRecording {
  readonly count: number;
  /** The region of AWS that the first record names. */
  readonly region: string | undefined;
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
    return { ...(await lookedThrough(records)), source: { records } };
  } catch (error) {
    if (!isRecordingError(error) || error.failure !== 'shardsSideBySide') throw error;
    const shards = await recordedShards(file);
    const lists = Object.values(shards).map((shard) => shard.records);
    const count = lists.reduce((sum, list) => sum + list.length, 0);
    return { count, region: regionOf(lists[0]?.[0]), source: { shards } };
  }
}

async function lookedThrough(records: AsyncIterable<NamesRegion>): Promise<Pick<CheckedRecording, 'count' | 'region'>> {
  let first: NamesRegion | undefined;
  let count = 0;
  for await (const record of records) {
    first ??= record;
    count++;
  }
  return { count, region: regionOf(first) };
}

interface NamesRegion {
  readonly awsRegion?: string | undefined;
  readonly eventSourceARN?: string | undefined;
}

function regionOf(record: NamesRegion | undefined): string | undefined {
  return awsRegion(record?.awsRegion) ?? regionInArn(record?.eventSourceARN);
}

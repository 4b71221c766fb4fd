import type { DynamoDBRecord } from 'aws-lambda';
import { onlyShardId } from '../scenario/resolveShards.ts';
import { recordedLines } from './recordedLines.ts';

/** The records of one shard, oldest first, and the shards that must be finished before it is read (S44). */
export interface RecordedShard {
  readonly parents?: readonly string[];
  readonly records: readonly DynamoDBRecord[];
}

/**
 * All shards of a recording by their id, as `simulate` takes them in `shards`; the whole file is held in memory.
 *
 * A recording of a single lineage carries no shard ids and gives one shard, with the id that `simulate` gives `records`. A parent without records of
 * its own in the file is left out. Throws a `RecordingError` that names the file and the line.
 *
 * @example
 * const trace = await simulate({ handler, shards: await recordedShards('recordings/orders.ndjson'), mapping });
 */
export async function recordedShards(file: string | URL): Promise<Readonly<Record<string, RecordedShard>>> {
  const records = new Map<string, DynamoDBRecord[]>();
  const parentOf = new Map<string, string | undefined>();
  for await (const { shardId = onlyShardId, parentShardId, record } of recordedLines(file)) {
    const known = records.get(shardId);
    if (known) known.push(record);
    else {
      records.set(shardId, [record]);
      // Lines without a shard id come before a stream split, so a shard named after them is their child.
      const oldest = shardId !== onlyShardId && records.has(onlyShardId) ? onlyShardId : undefined;
      parentOf.set(shardId, parentShardId !== undefined && records.has(parentShardId) ? parentShardId : oldest);
    }
  }
  return Object.fromEntries(
    [...records].map(([shardId, list]) => {
      const parent = parentOf.get(shardId);
      return [shardId, parent === undefined ? { records: list } : { parents: [parent], records: list }];
    }),
  );
}

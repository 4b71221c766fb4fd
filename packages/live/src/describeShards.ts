import { DescribeStreamCommand, type DescribeStreamCommandOutput } from '@aws-sdk/client-dynamodb-streams';
import { CaptureError } from './captureError.ts';
import { persistently } from './persistently.ts';
import type { StreamShard } from './shardLineage.ts';
import type { StreamAccess } from './shardReader.ts';

const maxPages = 1000;

/** All shards that a stream still lists, however many pages that takes (100 shards a page). */
export async function describeShards({
  client,
  streamArn,
  wait,
  sending,
}: StreamAccess): Promise<readonly StreamShard[]> {
  const shards: StreamShard[] = [];
  let after: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const input = { StreamArn: streamArn, ...(after !== undefined && { ExclusiveStartShardId: after }) };
    const { StreamDescription: stream }: DescribeStreamCommandOutput = await persistently(
      `Describing ${streamArn}`,
      () => client.send(new DescribeStreamCommand(input), sending),
      wait,
    );
    for (const { ShardId, ParentShardId, SequenceNumberRange } of stream?.Shards ?? []) {
      if (ShardId === undefined) continue;
      const isClosed = SequenceNumberRange?.EndingSequenceNumber !== undefined;
      shards.push({ shardId: ShardId, parentShardId: ParentShardId, isClosed });
    }
    after = stream?.LastEvaluatedShardId;
    if (after === undefined) return shards;
  }
  throw new CaptureError(
    'notServed',
    `${streamArn} lists more than ${maxPages} pages of shards, which no stream should have; is the endpoint all right?`,
  );
}

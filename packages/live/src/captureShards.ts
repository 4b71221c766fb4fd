import { toLambdaRecord } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import { CaptureError } from './captureError.ts';
import { describeShards } from './describeShards.ts';
import { isOneLineage, nearestAncestor, type StreamShard } from './shardLineage.ts';
import { ShardReader, type StreamAccess } from './shardReader.ts';

/** A captured record and its place in the stream. */
export interface CapturedRecord {
  readonly record: DynamoDBRecord;
  readonly shardId: string;
  /** The nearest ancestor of the shard that a record was captured from. */
  readonly parentShardId: string | undefined;
  /** Whether all shards seen so far form one line of parents and children, so that their records have one order. */
  readonly isOneLineage: boolean;
}

/** When to stop, in full: see `CaptureOptions`. */
export interface CaptureLimits {
  readonly follow: boolean;
  readonly untilMs: number;
  readonly emptyReadsToEnd: number;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}

const idleWaitMs = 200;
const describeEveryRounds = 50;
// Every shard read to its end and no child in sight: either the stream was turned off, or the child is about to be
// listed. Following waits this long for it.
const quietWaitMs = 1000;
const maxQuietRounds = 10;
const maxEmptyReadsOfAClosedShard = 1000;

/** Reads all shards of one stream, parents before children (S44), the others by turns, one page each. */
export async function* captureShards(
  access: StreamAccess,
  limits: CaptureLimits,
): AsyncGenerator<CapturedRecord, void, undefined> {
  const shards = new Map<string, StreamShard>();
  const readers = new Map<string, ShardReader>();
  const finished = new Set<string>();
  const recorded = new Set<string>();
  let hasOneLineage = true;

  for (let quietRounds = 0; !limits.signal?.aborted; ) {
    const isNews = await refresh();
    quietRounds = isNews || readable().length > 0 ? 0 : quietRounds + 1;
    if (quietRounds > (limits.follow ? maxQuietRounds : 0)) return;
    if (quietRounds > 0) await access.wait(quietWaitMs);
    yield* readRounds();
    if (limits.follow && isOver()) return;
  }

  async function refresh(): Promise<boolean> {
    let isNews = false;
    const listed = await describeShards(access);
    const parents = new Set(listed.map(({ parentShardId }) => parentShardId));
    for (const described of listed) {
      // A shard with a child gets no more records, whether or not the list already says so.
      const shard = { ...described, isClosed: described.isClosed || parents.has(described.shardId) };
      const known = shards.get(shard.shardId);
      if (known?.isClosed === shard.isClosed) continue;
      isNews = true;
      shards.set(shard.shardId, shard);
      if (!known) readers.set(shard.shardId, new ShardReader(shard.shardId, access));
      // A shard that was caught up while open has its last records still to be read.
      else if (!readers.get(shard.shardId)?.isAtEnd) finished.delete(shard.shardId);
    }
    // Once there was more than one order, the file has shard ids to the end.
    hasOneLineage &&= isOneLineage(shards.values());
    return isNews;
  }

  function readable(): ShardReader[] {
    return [...readers.values()].filter(({ shardId }) => {
      const parent = shards.get(shardId)?.parentShardId;
      return !finished.has(shardId) && (parent === undefined || !readers.has(parent) || finished.has(parent));
    });
  }

  async function* readRounds(): AsyncGenerator<CapturedRecord, void, undefined> {
    for (let round = 0; round < describeEveryRounds && !limits.signal?.aborted; round++) {
      const active = readable();
      if (active.length === 0) return;
      let isIdle = true;
      for (const reader of active) {
        const page = await reader.read();
        if (page.length > 0) isIdle = false;
        for (const streamed of page) {
          if (limits.signal?.aborted) return;
          if ((streamed.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) > limits.untilMs) {
            finished.add(reader.shardId);
            break;
          }
          const parentShardId = nearestAncestor(reader.shardId, shards, (id) => recorded.has(id));
          recorded.add(reader.shardId);
          // S10: Lambda sends 1.1, whatever version the endpoint gives its own records.
          const record = { ...toLambdaRecord(streamed, access.streamArn), eventVersion: '1.1' };
          yield { record, shardId: reader.shardId, parentShardId, isOneLineage: hasOneLineage };
        }
        if (isFinished(reader)) finished.add(reader.shardId);
      }
      if (isIdle && readable().length > 0) {
        if (limits.follow && isOver()) return;
        await access.wait(idleWaitMs);
      }
    }
  }

  function isFinished({ shardId, isAtEnd, emptyReads }: ShardReader): boolean {
    if (isAtEnd) return true;
    if (!shards.get(shardId)?.isClosed) return !limits.follow && emptyReads >= limits.emptyReadsToEnd;
    if (emptyReads < maxEmptyReadsOfAClosedShard) return false;
    throw new CaptureError(
      'shardNeverEnds',
      `Shard ${shardId} is closed, but ${emptyReads} reads in a row neither found a record nor reached its end. ` +
        'Start the capture again; if it stays so, the endpoint does not end its shards.',
    );
  }

  function isOver(): boolean {
    return limits.now() > limits.untilMs && readable().every((reader) => reader.emptyReads >= limits.emptyReadsToEnd);
  }
}

import type { Batch } from '../core/batch.ts';
import { randomStream, uuidFrom } from '../core/randomStream.ts';

/** S27: the request id of a batch, the same for each of its retries and for each run with the same seed. */
export function requestIdOf(seed: number, shardId: string, batchNumber: number): string {
  return uuidFrom(randomStream(seed, 'requestId', shardId, batchNumber));
}

/** The request ids of a run, by shard and batch. */
export type RequestIds = (shardId: string, batch: Batch) => string;

/** The id of the batch that a shard is at is asked for again and again; the last one of each shard is remembered. */
export function requestIds(seed: number): RequestIds {
  const lastOf = new Map<string, { readonly number: number; readonly id: string }>();
  return (shardId, { number }) => {
    const last = lastOf.get(shardId);
    if (last?.number === number) return last.id;
    const id = requestIdOf(seed, shardId, number);
    lastOf.set(shardId, { number, id });
    return id;
  };
}

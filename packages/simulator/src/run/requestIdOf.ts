import { randomStream, uuidFrom } from '../core/randomStream.ts';

/** S27: the request id of a batch, the same for each of its retries and for each run with the same seed. */
export function requestIdOf(seed: number, shardId: string, batchNumber: number): string {
  return uuidFrom(randomStream(seed, 'requestId', shardId, batchNumber));
}

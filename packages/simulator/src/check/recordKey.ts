/** Names a record within a run: sequence numbers are only unique within a shard. */
export function recordKey(shardId: string, sequenceNumber: string): string {
  return `${shardId} ${sequenceNumber}`;
}

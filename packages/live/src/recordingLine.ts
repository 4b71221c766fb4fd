import type { CapturedRecord } from './captureShards.ts';

/**
 * The line of a recording for a captured record, without the line end: the record alone while the stream is one
 * lineage, and with its `shardId` (and `parentShardId`) last when shards stand side by side.
 */
export function recordingLine({ record, shardId, parentShardId, isOneLineage }: CapturedRecord): string {
  if (isOneLineage) return JSON.stringify(record);
  return JSON.stringify({ ...record, ...(parentShardId !== undefined && { parentShardId }), shardId });
}

import type { DynamoDBRecord } from 'aws-lambda';

/** What a poller knows of one record of its shard. Times are milliseconds since the scenario's start. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** The sequence number before it in the shard, filtered records included: where a checkpoint just below it stands. */
  readonly previousSequenceNumber: string | undefined;
  /** Counts the records of the shard from 0. */
  readonly position: number;
  /** Canonical key of the item, for order per item and for lanes (S43). */
  readonly itemKey: string;
  readonly createdAtMs: number;
  /** Bytes it adds to the serialised event (S8). */
  readonly payloadBytes: number;
  /** The same, or more where measuring is worth avoiding. */
  readonly payloadBytesAtMost: number;
  readonly wire: DynamoDBRecord;
}

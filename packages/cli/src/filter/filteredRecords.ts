import { explainFilters, type FilterCriteria, type FilterExplanation, type RecordSource } from '@millrace/simulator';
import type { OpenedRecording } from '@millrace/simulator/node';

/** A record, and what the filters say of it. */
export interface FilteredRecord extends FilterExplanation {
  readonly shardId: string | undefined;
  readonly sequenceNumber: string;
  readonly eventName: string;
  /** The key of its item as DynamoDB writes it: `{"orderId":{"S":"o-1"}}`. */
  readonly keys: string;
}

/** Asks the filters about each record of a recording, shard by shard, in the order of the records. */
export async function* filteredRecords(
  source: OpenedRecording['source'],
  criteria: FilterCriteria | undefined,
): AsyncGenerator<FilteredRecord> {
  const explain = explainFilters(criteria);
  const shards: readonly (readonly [string | undefined, RecordSource])[] =
    'records' in source
      ? [[undefined, source.records]]
      : Object.entries(source.shards).map(([shardId, { records }]) => [shardId, records]);
  for (const [shardId, records] of shards) {
    for await (const record of records) {
      yield {
        shardId,
        sequenceNumber: record.dynamodb?.SequenceNumber ?? '',
        eventName: record.eventName ?? '',
        keys: JSON.stringify(record.dynamodb?.Keys ?? {}),
        ...explain(record),
      };
    }
  }
}

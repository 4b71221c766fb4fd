import type { WireRecord } from '@millrace/records';

/**
 * What this subpath asks of a record: the wire record, or anything that carries it as `raw` (every record decoded by
 * `@millrace/records` does). Ids are read from the wire record, never from the decoded one.
 */
export type StreamRecord = { readonly raw: WireRecord } | WireRecord;

/** The wire record inside a record, or the record itself when it is one. */
export function wireRecordOf(record: StreamRecord): WireRecord {
  return 'raw' in record ? record.raw : record;
}

/** How a message names a record. */
export function nameOf(wire: WireRecord): string {
  return `Record ${wire.eventID ?? '(no event id)'} (sequence number ${wire.dynamodb?.SequenceNumber ?? 'unknown'})`;
}

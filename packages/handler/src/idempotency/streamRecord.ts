/**
 * What this subpath asks of a record: the wire record, or anything that carries it as `raw` (every record decoded by
 * `@millrace/records` does). The event id is read from the wire record, never from the decoded one.
 */
export type StreamRecord = CarriesWireRecord | WireRecord;

interface CarriesWireRecord {
  readonly raw: WireRecord;
}

/** The parts of a record of a Lambda event that are read here; `DynamoDBRecord` of `@types/aws-lambda` fits. */
export interface WireRecord {
  readonly eventID?: string | undefined;
  readonly eventSourceARN?: string | undefined;
  readonly dynamodb?: { readonly Keys?: object | undefined; readonly SequenceNumber?: string | undefined } | undefined;
}

/** The wire record inside a record, or the record itself when it is one. */
export function wireRecordOf(record: StreamRecord): WireRecord {
  return 'raw' in record ? record.raw : record;
}

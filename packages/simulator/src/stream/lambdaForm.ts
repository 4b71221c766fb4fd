import { toLambdaRecord } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';

/**
 * A record as Lambda delivers it (S10). One of the Streams API, as the SDK reads it, is known by its creation time: it is
 * a `Date`, where Lambda's is a number.
 */
export function lambdaForm(record: DynamoDBRecord): DynamoDBRecord {
  const created: unknown = record?.dynamodb?.ApproximateCreationDateTime;
  return typeof created === 'object' && created !== null ? toLambdaRecord(record) : record;
}

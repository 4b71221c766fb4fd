import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchHandler } from '@millrace/handler';
import { idempotent, withPrefetch } from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import { orders } from './orders.ts';
import { pay } from './services.ts';

const client = new DynamoDBClient({});
const tableName = 'idempotency';

const charge = idempotent(async (record: RecordOf<typeof orders>) => pay(record.keys.orderId), {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client }),
  keyPrefix: 'charge',
  prefetch: { client, tableName },
});

export const handler = withPrefetch(batchHandler(orders, charge), charge);

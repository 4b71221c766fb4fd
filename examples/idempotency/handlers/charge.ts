import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { batchHandler } from '@millrace/handler';
import { idempotent } from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import { orders } from './orders.ts';
import { pay } from './services.ts';

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency' });

const charge = idempotent(async (record: RecordOf<typeof orders>) => pay(record.keys.orderId), {
  persistenceStore,
  keyPrefix: 'charge',
});

export const handler = batchHandler(orders, charge);

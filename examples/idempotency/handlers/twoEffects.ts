import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { batchHandler } from '@millrace/handler';
import { idempotent } from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import { orders } from './orders.ts';
import { pay, sendReceipt } from './services.ts';

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency' });

type OrderRecord = RecordOf<typeof orders>;

const charge = idempotent(async (record: OrderRecord) => pay(record.keys.orderId), {
  persistenceStore,
  keyPrefix: 'charge',
});

const receipt = idempotent(async (record: OrderRecord) => sendReceipt(record.keys.orderId), {
  persistenceStore,
  keyPrefix: 'receipt',
});

export const handler = batchHandler(orders, {
  onInsert: async (record, scope) => {
    await charge(record, scope);
    await receipt(record, scope);
  },
});

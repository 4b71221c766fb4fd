import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { batchHandler } from '@millrace/handler';
import { idempotent } from '@millrace/handler/idempotency';
import { orders } from './orders.ts';
import { sendWelcomeMail } from './services.ts';

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency' });

// One mail a customer and not one an order: a business key. `record` is typed by the stream.
export const handler = batchHandler(orders, {
  onInsert: idempotent((record) => sendWelcomeMail(record.newImage.customer), {
    persistenceStore,
    keyPrefix: 'welcome',
    key: (record) => record.newImage.customer,
    expiresAfterSeconds: 10 * 365 * 86_400, // after that the customer is new again
  }),
});

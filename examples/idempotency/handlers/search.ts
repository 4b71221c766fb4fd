import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchHandler } from '@millrace/handler';
import { dynamoDbLatestStore, latestOnly } from '@millrace/handler/idempotency';
import type { RecordOf } from '@millrace/records';
import { orders } from './orders.ts';
import { putIntoSearchIndex, removeFromSearchIndex } from './services.ts';

const store = dynamoDbLatestStore({ client: new DynamoDBClient({}), tableName: 'positions' });

const project = latestOnly(
  async (record: RecordOf<typeof orders>) => {
    const { orderId } = record.keys;
    if (record.eventName === 'REMOVE') return removeFromSearchIndex(orderId);
    return putIntoSearchIndex(orderId, record.newImage.total);
  },
  { store },
);

export const handler = batchHandler(orders, project);

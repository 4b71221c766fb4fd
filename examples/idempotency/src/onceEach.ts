import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { batchHandler, type RecordScope } from '@millrace/handler';
import { idempotent } from '@millrace/handler/idempotency';
import { bill, silent } from './billing.ts';
import { type OrderRecord, orders } from './orders.ts';
import type { Strategy } from './strategy.ts';

export const onceEach: Strategy = {
  name: 'idempotent',
  handler: (stage) => {
    const persistenceStore = new DynamoDBPersistenceLayer({
      tableName: stage.tableName,
      awsSdkV3Client: stage.client,
    });
    const charge = idempotent(
      (record: OrderRecord, { context }: RecordScope) => bill(stage, record.sequenceNumber, context ?? {}),
      { persistenceStore, keyPrefix: 'charge' },
    );
    return batchHandler(orders, charge, { logger: silent });
  },
};

import { batchHandler, type RecordScope } from '@millrace/handler';
import { dynamoDbLatestStore, latestOnly } from '@millrace/handler/idempotency';
import { bill, silent } from './billing.ts';
import { type OrderRecord, orders } from './orders.ts';
import type { Strategy } from './strategy.ts';

export const projected: Strategy = {
  name: 'latestOnly',
  handler: (stage) => {
    const store = dynamoDbLatestStore({ client: stage.client, tableName: stage.tableName });
    const project = latestOnly(
      (record: OrderRecord, { context }: RecordScope) => bill(stage, record.sequenceNumber, context ?? {}),
      { store },
    );
    return batchHandler(orders, project, { logger: silent });
  },
};

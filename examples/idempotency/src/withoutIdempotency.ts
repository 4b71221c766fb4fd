import { batchHandler } from '@millrace/handler';
import { bill, silent } from './billing.ts';
import { orders } from './orders.ts';
import type { Strategy } from './strategy.ts';

export const withoutIdempotency: Strategy = {
  name: 'no idempotency',
  handler: (stage) =>
    batchHandler(orders, (record, { context }) => bill(stage, record.sequenceNumber, context ?? {}), {
      logger: silent,
    }),
};

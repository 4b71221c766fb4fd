import { batchHandler } from '@millrace/handler';
import { orders } from './orders.ts';
import { charge, metrics } from './services.ts';

export const handler = batchHandler(orders, (record) => charge(record.keys.orderId), {
  concurrency: 5,
  onOutcome({ processed, poisoned, repeated, stopped }) {
    metrics.count('Processed', processed.length);
    metrics.count('Poison', poisoned.length);
    metrics.count('DoneAgain', repeated.length);
    if (stopped === 'outOfTime') metrics.count('OutOfTime', 1);
  },
});

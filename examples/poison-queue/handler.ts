import { SQSClient } from '@aws-sdk/client-sqs';
import { batchHandler, PoisonRecordError } from '@millrace/handler';
import { charge } from './accounts.ts';
import { orders } from './orders.ts';
import { sendToQueue } from './sendToQueue.ts';

const currencies = new Set(['EUR', 'GBP', 'USD']);

/** Charges orders. What can never be charged goes to a queue, and the shard goes on. */
export function createHandler(sqs: SQSClient, queueUrl: string) {
  return batchHandler(
    orders,
    {
      async onInsert({ newImage: order }) {
        // Wrong for ever, not for now: trying again would block the shard until the record expires.
        if (!currencies.has(order.currency)) throw new PoisonRecordError(`No account takes ${order.currency}.`);
        await charge(order.orderId, order.totalCents);
      },
    },
    // Also called for a record that the schema refuses. When it fails, the record is delivered again.
    { onPoison: (record, error, { signal }) => sendToQueue(sqs, queueUrl, record, error, signal) },
  );
}

export const handler = createHandler(new SQSClient(), process.env['POISON_QUEUE_URL'] ?? '');

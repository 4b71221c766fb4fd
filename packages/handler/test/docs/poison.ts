import { batchHandler, PoisonRecordError } from '@millrace/handler';
import { orders } from './orders.ts';
import { charge, queue } from './services.ts';

export const handler = batchHandler(
  orders,
  {
    async onInsert({ newImage: order }) {
      if (order.total < 0) throw new PoisonRecordError(`Order ${order.orderId} has a negative total.`);
      await charge(order.orderId);
    },
  },
  { onPoison: (record, error) => queue.send(record, error.message) },
);

import { batchHandler } from '@millrace/handler';
import { orders } from './orders.ts';
import { archive, post, welcome } from './services.ts';

export const handler = batchHandler(orders, async (record, { signal }) => {
  switch (record.eventName) {
    case 'INSERT':
      return welcome(record.newImage.orderId, { signal });
    case 'MODIFY':
      if (record.oldImage.status !== record.newImage.status) await post(record.keys.orderId);
      return;
    case 'REMOVE':
      return archive(record.oldImage.orderId);
  }
});

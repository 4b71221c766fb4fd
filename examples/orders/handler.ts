import { batchHandler } from '@millrace/handler';
import { book } from './ledger.ts';
import { orders } from './orders.ts';

/** Books what happens to an order. An order that the ledger refuses throws: Lambda then retries that record alone. */
export const handler = batchHandler(orders, async (record) => {
  switch (record.eventName) {
    case 'INSERT':
      return book(record.newImage.orderId, 'OPEN', record.newImage.totalCents);
    case 'MODIFY':
      // A change of anything but the status, such as a corrected total, is nothing to book.
      if (record.oldImage.status === record.newImage.status) return;
      return book(record.newImage.orderId, record.newImage.status, record.newImage.totalCents);
    case 'REMOVE':
      return book(record.oldImage.orderId, 'ARCHIVED', 0);
  }
});

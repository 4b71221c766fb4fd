import { batchHandler } from '@millrace/handler';
import { orders } from './orders.ts';
import { archive, welcome } from './services.ts';

// A kind of change without a function needs no work: MODIFY records count as processed.
export const handler = batchHandler(orders, {
  onInsert: (record, { signal }) => welcome(record.newImage.orderId, { signal }),
  onRemove: (record) => archive(record.oldImage.orderId),
});

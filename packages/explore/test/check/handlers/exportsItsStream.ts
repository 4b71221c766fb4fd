import { defineStream } from '@millrace/records';
import * as z from 'zod';

export const orders = defineStream({
  item: z.object({ orderId: z.string(), totalCents: z.int() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});

export const handler = async ({ Records }: { Records: readonly Parameters<typeof orders.decode>[0][] }) => {
  for (const wire of Records) {
    const record = orders.decode(wire);
    const body = String(record.eventName === 'REMOVE' ? 0 : record.newImage.totalCents);
    const response = await fetch(`https://api.example.com/orders/${record.keys.orderId}`, { method: 'PUT', body });
    if (!response.ok) throw new Error(`no ${response.status}`);
  }
};

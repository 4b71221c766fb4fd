import { defineStream, installEncoder } from '@millrace/records';
import * as z from 'zod';

export const Order = z.object({
  orderId: z.string(),
  line: z.number(),
  customer: z.string(),
  status: z.enum(['OPEN', 'PAID', 'SENT']),
  total: z.number(),
  express: z.boolean(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  address: z.object({ street: z.string(), city: z.string(), zip: z.string() }),
  updatedAt: z.string(),
});
export type Order = z.infer<typeof Order>;

installEncoder(); // The contenders are bundled.

/** The stream that the contenders read: items of ten attributes, checked by zod. */
export const orders = defineStream({ item: Order, keys: ['orderId', 'line'] });

/** The JSON of an event of MODIFY records with two images, of an item each. */
export function orderEvent(records: number): string {
  return JSON.stringify({
    Records: Array.from({ length: records }, (_, index) => orders.modify(order(index, 'OPEN'), order(index, 'PAID'))),
  });
}

function order(index: number, status: Order['status']): Order {
  return {
    orderId: `01J9Z8QK${String(index).padStart(18, '0')}`,
    line: index % 7,
    customer: `customer-${index % 100}@example.com`,
    status,
    total: 1999 + index / 100,
    express: index % 2 === 0,
    note: null,
    tags: ['first', 'gift'],
    address: { street: `${index} Mill Lane`, city: 'Sheffield', zip: 'S1 2AB' },
    updatedAt: '2026-11-23T10:15:30.000Z',
  };
}

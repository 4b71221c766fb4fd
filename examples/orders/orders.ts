import { defineStream } from '@millrace/records';
import * as z from 'zod';

/** An order as the table holds it. Amounts are in cents, so that no total depends on how fractions are rounded. */
const Order = z.object({
  orderId: z.string(),
  customer: z.string(),
  status: z.enum(['OPEN', 'PAID', 'SHIPPED']),
  totalCents: z.int(),
});

/** The stream of the table Orders. */
export const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

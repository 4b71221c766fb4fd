import { defineStream } from '@millrace/records';
import * as z from 'zod';

const Order = z.object({
  orderId: z.string(),
  currency: z.string(),
  totalCents: z.int().nonnegative(),
});

/** The stream of the table Orders. */
export const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

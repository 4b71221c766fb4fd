import { defineStream } from '@millrace/records';
import * as z from 'zod';

const Order = z.object({ orderId: z.string(), customer: z.string(), total: z.number() });

export const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

import { defineStream } from '@millrace/records';
import * as z from 'zod';

const Order = z.object({ orderId: z.string(), status: z.enum(['OPEN', 'PAID']), total: z.number() });

export const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

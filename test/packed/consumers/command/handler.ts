// What `millrace replay` loads: TypeScript, beside a recording and a mapping.
import { batchHandler } from '@millrace/handler';
import { defineStream } from '@millrace/records';
import * as z from 'zod';

const orders = defineStream({ item: z.object({ orderId: z.string() }), keys: ['orderId'], view: 'KEYS_ONLY' });

export const handler = batchHandler(orders, async (record) => {
  if (record.keys.orderId === 'o-2') throw new Error('o-2 is poison');
});

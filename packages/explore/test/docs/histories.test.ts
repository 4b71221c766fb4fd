import { test } from '@jest/globals';
import { defineStream } from '@millrace/records';
import { historyOf } from '@millrace/explore/histories';
import * as fc from 'fast-check';
import * as z from 'zod';

const Order = z.object({
  orderId: z.string().min(1),
  status: z.enum(['OPEN', 'PAID']),
  totalCents: z.int().max(1_000_000).min(0),
});
const orders = defineStream({ item: Order, keys: ['orderId'] });

test('the balance is the sum of the orders that are there', () => {
  fc.assert(
    fc.property(historyOf(orders), (records) => {
      const open = new Map<string, number>();
      let balance = 0;
      for (const record of records.map(orders.decode)) {
        if (record.eventName === 'INSERT') balance += record.newImage.totalCents;
        if (record.eventName === 'MODIFY') balance += record.newImage.totalCents - record.oldImage.totalCents;
        if (record.eventName === 'REMOVE') balance -= record.oldImage.totalCents;
        if (record.eventName === 'REMOVE') open.delete(record.keys.orderId);
        else open.set(record.keys.orderId, record.newImage.totalCents);
      }
      return balance === [...open.values()].reduce((sum, total) => sum + total, 0);
    }),
    { seed: 18, numRuns: 50 },
  );
});

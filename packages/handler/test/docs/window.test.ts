import { expect, test } from '@jest/globals';
import { reduceWindow } from '@millrace/handler';
import { orders } from './orders.ts';
import { revenue } from './window.ts';

test('the revenue of a window is the sum of its new orders', () => {
  const open = { orderId: 'o-1', status: 'OPEN', total: 12 } as const;
  const records = [orders.insert(open), orders.modify(open, { ...open, status: 'PAID' })];

  expect(reduceWindow(revenue, records)).toEqual({ orders: 1, revenue: 12 });
});

import { tumblingWindow } from '@millrace/handler';
import * as z from 'zod';
import { orders } from './orders.ts';
import { metrics } from './services.ts';

const ids = z.codec(z.array(z.string()), z.set(z.string()), {
  decode: (list) => new Set(list),
  encode: (set) => [...set],
});

export const customers = tumblingWindow(orders, {
  initial: () => new Set<string>(),
  reduce: (seen, record) => new Set(seen).add(record.keys.orderId),
  finish: (seen) => metrics.put('Orders changed', seen.size),
  state: ids,
});

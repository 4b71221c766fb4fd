import { tumblingWindow } from '@millrace/handler';
import { orders } from './orders.ts';
import { metrics } from './services.ts';

export const revenue = tumblingWindow(orders, {
  initial: () => ({ orders: 0, revenue: 0 }),
  reduce: (state, record) =>
    record.eventName === 'INSERT'
      ? { orders: state.orders + 1, revenue: state.revenue + record.newImage.total }
      : state,
  finish: (state, window) => metrics.put('Revenue', state.revenue, { at: window.end, key: window.id }),
});

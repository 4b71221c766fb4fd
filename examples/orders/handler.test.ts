import '@millrace/jest';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { handler } from './handler.ts';
import { booked, clearLedger } from './ledger.ts';
import mapping from './mapping.json' with { type: 'json' };
import { orders } from './orders.ts';

const recorded = new URL('recordings/orders.ndjson', import.meta.url);

beforeEach(() => {
  clearLedger();
  // The handler logs each failure, as it should; here the trace tells.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

test('a poison order is discarded, and nothing else is lost or reordered', async () => {
  const trace = await simulate({ handler, records: recording(recorded), mapping });

  expect(trace).toSettleEveryRecord();
  expect(trace).toPreserveItemOrder();
  expect(trace).toHaveDiscarded([{ sequenceNumber: '000000000000000000124', condition: 'RetryAttemptsExhausted' }]);
});

test('the changes of an order behind its poison one are booked', async () => {
  await simulate({ handler, records: recording(recorded), mapping });

  const entries = booked().filter(({ orderId }) => orderId === 'o-0042');
  expect(entries.map(({ entry }) => entry)).toEqual(['OPEN', 'SHIPPED']);
});

test('an order is booked once, however its life ends', async () => {
  const open = { orderId: 'o-1', customer: 'Ada', status: 'OPEN', totalCents: 1250 } as const;
  const paid = { ...open, status: 'PAID' } as const;
  const records = [
    orders.insert(open),
    orders.modify(open, paid),
    orders.modify(paid, { ...paid, totalCents: 1200 }),
    orders.remove(paid),
  ];

  const trace = await simulate({ handler, records, mapping });

  expect(trace).toSettleEveryRecord();
  expect(booked().map(({ entry }) => entry)).toEqual(['OPEN', 'PAID', 'ARCHIVED']);
});

import '@millrace/jest';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulate } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { handler } from '../../../examples/orders/handler.ts';

const orders = join(__dirname, '../../../examples/orders');
const mapping = JSON.parse(readFileSync(join(orders, 'mapping.json'), 'utf8'));

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined); // The handler logs what it refuses.
});

test('the four questions hold for the example of the orders', async () => {
  const trace = await simulate({ handler, records: recording(join(orders, 'recordings/orders.ndjson')), mapping });

  expect(trace).toSettleEveryRecord({ records: 349 });
  expect(trace).toPreserveItemOrder();
  expect(trace).toHaveDiscarded([{ sequenceNumber: '124', condition: 'RetryAttemptsExhausted' }]);
  expect(trace).toHaveInvoked({ sequenceNumber: '124', times: 5 });
  expect(trace).toHaveSentToDestination([{ requestContext: { approximateInvokeCount: 3 } }]);
});

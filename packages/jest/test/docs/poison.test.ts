import '@millrace/jest';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { handler } from '../../../../examples/orders/handler.ts';
import { orders } from '../../../../examples/orders/orders.ts';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined); // The handler logs what it refuses.
});

const order = { orderId: 'o-1', customer: 'Ada', status: 'OPEN', totalCents: 1200 } as const;

test('a poison order is discarded, and nothing else is lost or reordered', async () => {
  const trace = await simulate({
    handler,
    records: [
      orders.insert(order, { sequenceNumber: '4900030' }),
      orders.insert({ ...order, orderId: 'o-2', totalCents: -1 }, { sequenceNumber: '4900031' }),
      orders.modify(order, { ...order, status: 'PAID' }, { sequenceNumber: '4900032' }),
    ],
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
    },
  });

  expect(trace).toSettleEveryRecord({ records: 3 }); // processed, or discarded to a destination: nothing lost
  expect(trace).toPreserveItemOrder();
  expect(trace).toHaveDiscarded([{ sequenceNumber: '4900031', condition: 'RetryAttemptsExhausted' }]);
  expect(trace).toHaveInvoked({ sequenceNumber: '4900032', times: 3 }); // with the poison twice, then without it
  expect(trace).toHaveSentToDestination([{ requestContext: { approximateInvokeCount: 3 } }]);
});

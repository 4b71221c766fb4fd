// The commonest setup of all: Jest in CommonJS mode, TypeScript through @swc/jest.
import '@millrace/jest';
import { batchHandler } from '@millrace/handler';
import { defineStream, type RecordOf } from '@millrace/records';
import { simulate } from '@millrace/simulator';
import * as z from 'zod';

const orders = defineStream({ item: z.object({ orderId: z.string() }), keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function onRecord(record: RecordOf<typeof orders>): Promise<void> {
  if (record.keys.orderId === 'o-2') throw new Error('poison');
}

test('the matchers of the installed package judge a run of the installed simulator', async () => {
  const records = ['o-1', 'o-2', 'o-3'].map((orderId) => orders.insert({ orderId }));
  const trace = await simulate({
    handler: batchHandler(orders, onRecord, { logger: silent }),
    records,
    mapping: {
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
    },
  });

  expect(trace).toSettleEveryRecord();
  expect(trace).toPreserveItemOrder();
  const sequenceNumber = records[1]?.dynamodb?.SequenceNumber;
  expect(trace).toHaveDiscarded([{ sequenceNumber, condition: 'RetryAttemptsExhausted' }]);
});

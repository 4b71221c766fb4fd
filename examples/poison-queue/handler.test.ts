import '@millrace/jest';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { simulate } from '@millrace/simulator';
import { charged, clearAccounts } from './accounts.ts';
import { createHandler } from './handler.ts';
import { orders } from './orders.ts';
import { fakeQueue } from './fakeQueue.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', FunctionResponseTypes: ['ReportBatchItemFailures'] } as const;
const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/poison';

const records = [
  orders.insert({ orderId: 'o-1', currency: 'EUR', totalCents: 100 }),
  orders.insert({ orderId: 'o-2', currency: 'XTS', totalCents: 100 }),
  orders.insert({ orderId: 'o-3', currency: 'EUR', totalCents: -1 }),
  orders.insert({ orderId: 'o-4', currency: 'USD', totalCents: 100 }),
];

beforeEach(() => {
  clearAccounts();
  // The handler logs what it puts aside, as it should; here the trace tells.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

test('poison goes to the queue with its reason, and the shard goes on', async () => {
  const { sqs, messages } = fakeQueue();

  const trace = await simulate({ handler: createHandler(sqs, queueUrl), records, mapping });

  expect(trace).toSettleEveryRecord();
  expect(trace.invocations).toHaveLength(1);
  expect(charged()).toEqual(['o-1', 'o-4']);
  expect(messages).toEqual([
    { reason: { name: 'PoisonRecordError', message: 'No account takes XTS.' }, record: records[1] },
    { reason: { name: 'DecodeError', message: expect.stringContaining('totalCents') }, record: records[2] },
  ]);
});

test('while the queue is down, the poison record waits in the stream, and nothing behind it is lost', async () => {
  const { sqs, messages } = fakeQueue({ failures: 2 });

  const trace = await simulate({ handler: createHandler(sqs, queueUrl), records, mapping });

  expect(trace).toSettleEveryRecord();
  expect(trace).toPreserveItemOrder();
  expect(messages).toHaveLength(2);
  expect(charged()).toEqual(['o-1', 'o-4']);
});

test('a record that is too large for a message is sent without its images', async () => {
  const { sqs, messages } = fakeQueue();
  const large = orders.insert({ orderId: 'o-5', currency: 'X'.repeat(300_000), totalCents: 1 });

  await simulate({ handler: createHandler(sqs, queueUrl), records: [large], mapping });

  expect(messages).toMatchObject([{ record: { dynamodb: { Keys: { orderId: { S: 'o-5' } } } }, imagesLeftOut: true }]);
  expect(JSON.stringify(messages).length).toBeLessThan(256 * 1024);
});

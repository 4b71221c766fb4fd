import '@millrace/jest';
import { expect, test } from 'vitest';
import { destination, refusing, run } from '../runs.ts';

const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  MaximumRetryAttempts: 0,
  BisectBatchOnFunctionError: true,
  DestinationConfig: { OnFailure: { Destination: destination } },
};

test('the matchers pass', async () => {
  const trace = await run('a b a', { handler: refusing('2'), mapping });

  expect(trace).toSettleEveryRecord({ records: 3 });
  expect(trace).toPreserveItemOrder();
  expect(trace).toHaveDiscarded([{ sequenceNumber: '2', condition: 'RetryAttemptsExhausted' }]);
  expect(trace).not.toHaveDiscarded(['1', '3']);
  expect(trace).toHaveInvoked({ sequenceNumber: '1', times: 2 });
  expect(trace).toHaveSentToDestination([{ requestContext: { requestId: expect.any(String) } }]);
});

test('the matchers fail with the same text', async () => {
  const trace = await run('a b a', { handler: refusing('2'), mapping: { StartingPosition: 'TRIM_HORIZON' } });

  expect(() => expect(trace).toSettleEveryRecord()).toThrow('Reproduce: simulate({ handler, records,');
  expect(() => expect(run('a')).toPreserveItemOrder()).toThrow('got a promise');
  await expect(run('a')).resolves.toHaveInvoked(1);
});

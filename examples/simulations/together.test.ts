import '@millrace/jest';
import { expect, test } from '@jest/globals';
import { batchHandler } from '@millrace/handler';
import { simulateTogether } from '@millrace/simulator';
import { paid, payments } from './payments.ts';

// What docs/simulator.md shows of several mappings of one stream.

const mapping = { StartingPosition: 'TRIM_HORIZON', FunctionResponseTypes: ['ReportBatchItemFailures'] } as const;

test('a poison record of one function is no affair of the other', async () => {
  const indexed: string[] = [];
  const index = batchHandler(payments, async (record) => void indexed.push(record.keys.paymentId));
  const bill = batchHandler(
    payments,
    async (record) => {
      if (record.keys.paymentId === 'p-2') throw new Error('no such account');
    },
    { logger: { debug() {}, warn() {}, error() {} } },
  );

  const { billing, search } = await simulateTogether({
    records: paid(4),
    mappings: {
      billing: { handler: bill, mapping: { ...mapping, MaximumRetryAttempts: 2 } },
      search: { handler: index, mapping: { ...mapping, BatchSize: 500 } },
    },
  });

  expect(billing.discarded).toHaveLength(3); // the poison and what was behind it in its batch
  expect(search).toSettleEveryRecord();
  expect(search).toHaveInvoked(1);
  expect(indexed).toEqual(['p-1', 'p-2', 'p-3', 'p-4']);
});

import { expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { assertSurvives, explore } from '@millrace/explore';
import { defineStream } from '@millrace/records';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';

const Sale = z.object({ saleId: z.string(), cents: z.int() });
const sales = defineStream({ item: Sale, keys: ['saleId'] });
const records = [1, 2, 3].map((number) => sales.insert({ saleId: `s-${number}`, cents: number * 10 }));
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

const setup = () => {
  const ledger = { total: 0 };
  const add = effects.wrap('ledger.add', async (cents: number) => void (ledger.total += cents));
  const handler = async (event: DynamoDBStreamEvent) => {
    for (const record of event.Records) await add(Number(record.dynamodb?.NewImage?.['cents']?.N));
  };
  return { handler, observe: () => ledger };
};

test('the ledger survives', async () => {
  const survives = assertSurvives({ setup, records, mapping });

  await expect(survives).rejects.toThrow('`ledger.add` ran again');
});

test('a failure is an answer', async () => {
  const { ok, counterexample } = await explore({ setup, records, mapping, seed: 42 });

  expect(ok).toBe(false);
  expect(counterexample?.story).toBe(
    'The process crashed when `ledger.add` (effect 1) was done and its answer had not come, in the call with record 1. ' +
      '`ledger.add` ran again for record 1. `total` is 20, without faults 10.',
  );
});

import { expect, test as passingTest } from '@jest/globals';
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

/** The page shows a test that fails; here it is to fail. */
const test = (name: string, run: () => Promise<void>): void =>
  passingTest(name, () => expect(run()).rejects.toThrow('`ledger.add` ran again'));

test('the ledger survives', async () => {
  await assertSurvives({ setup, records, mapping });
});

passingTest('a failure is an answer', async () => {
  const { ok, counterexample } = await explore({ setup, records, mapping, seed: 42 });

  expect(ok).toBe(false);
  expect(counterexample?.story).toBe(
    'The process crashed when `ledger.add` (effect 1) was done and its answer had not come, in the call with record 1. ' +
      '`ledger.add` ran again for record 1. `total` is 20, without faults 10.',
  );
});

passingTest('the page says how far it goes', async () => {
  const { enumerated } = await explore({ setup, records, mapping, seed: 42 });
  const { crashPoints, singles, pairs } = enumerated;

  expect([crashPoints.of, singles.of, pairs.of]).toEqual([9, 33, 861]);
});

import '@millrace/explore/jest';
import { expect, test } from '@jest/globals';
import { hunt, sometimes } from '@millrace/explore';
import { join } from 'node:path';
import { mapping, records, setup } from './ledger.ts';

test('the ledger survives', async () => {
  await expect({ setup, records, mapping }).toSurvive();
});

test('the total is never above what was sold, and comes to it', async () => {
  const invariants = {
    'never above': (_trace: unknown, { total }: { total: number }) => total <= 60 || `the total is ${total}`,
    'comes to it': sometimes('comes to it', (_trace, { total }: { total: number }) => total === 60),
  };

  await expect({ setup, records, mapping, invariants }).toSurvive({ runs: 50 });
});

test('the ledger survives two seconds on one core', async () => {
  const exploration = `${join(__dirname, 'ledger.ts')}#exploration`;
  const { ok, failures } = await hunt({ exploration, forMs: 2000, workers: 1 });

  expect({ ok, failures }).toEqual({ ok: true, failures: [] });
});

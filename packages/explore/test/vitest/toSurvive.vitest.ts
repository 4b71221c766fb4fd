import '@millrace/explore/jest';
import { expect, test } from 'vitest';
import { aggregate, records } from '../proof/aggregate.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;

test('a handler that survives', async () => {
  await expect({ setup: () => aggregate('together'), records, mapping }).toSurvive({ runs: 10, enumerate: 20 });
});

test('a handler that does not', async () => {
  const survivor = { setup: () => aggregate('after'), records, mapping };

  await expect(expect(survivor).toSurvive({ runs: 10 })).rejects.toThrow('`table.add` ran again');
});

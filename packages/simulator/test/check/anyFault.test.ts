import { expect, test } from '@jest/globals';
import { checkCheckpoints, checkItemOrder, checkSettled, simulate } from '@millrace/simulator';
import * as fc from 'fast-check';
import { handler } from '../../../../examples/orders/handler.ts';
import { orders } from '../../../../examples/orders/orders.ts';

const order = { customer: 'Ada', status: 'OPEN', totalCents: 1200 } as const;

test('whatever is throttled or times out, every order is settled and in order', async () => {
  const faults = fc.array(fc.constantFrom(undefined, 'throttle' as const, 'timeout' as const), { maxLength: 5 });

  await fc.assert(
    fc.asyncProperty(faults, fc.integer({ min: 1, max: 3 }), async (drawn, BatchSize) => {
      const trace = await simulate({
        handler,
        records: ['o-1', 'o-2', 'o-1'].map((orderId) => orders.insert({ ...order, orderId })),
        mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize },
        faults: ({ index }) => drawn[index],
      });

      expect([...checkSettled(trace), ...checkItemOrder(trace), ...checkCheckpoints(trace)]).toEqual([]);
    }),
    { numRuns: 30, seed: 1 },
  );
});

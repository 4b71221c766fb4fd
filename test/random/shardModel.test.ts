import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shardModel } from './shardModel.ts';
import { shardPlans } from './shardPlans.ts';
import { shardRun } from './shardRun.ts';

/** `npm run swarm` runs many more. */
const runs = 300;

test(`the simulator tells the same story of a shard as an independent model, in time, in ${runs} random scenarios`, async () => {
  await fc.assert(
    fc.asyncProperty(shardPlans, async (plan) => {
      const expected = shardModel(plan);
      fc.pre(expected !== undefined);
      expect(await shardRun(plan)).toEqual(expected);
    }),
    { numRuns: runs, seed: 20261129 },
  );
});

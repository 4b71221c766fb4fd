import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { brokenLawsOf } from './checkPlan.ts';
import { plans } from './plan.ts';

/** `npm run swarm` runs many more. */
const runs = 300;

test(`the laws hold on ${runs} random scenarios`, async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      expect(await brokenLawsOf(plan)).toEqual([]);
    }),
    { numRuns: runs, seed: 20261123 },
  );
});

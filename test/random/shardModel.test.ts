import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shardModel } from './shardModel.ts';
import { shardPlans } from './shardPlans.ts';
import { laneStories, shardRun } from './shardRun.ts';

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

test(`each of several lanes tells the story of its own records, in ${runs} random scenarios`, async () => {
  await fc.assert(
    fc.asyncProperty(shardPlans, fc.integer({ min: 2, max: 4 }), async (given, lanes) => {
      // Windows exclude lanes; attempts are counted over all lanes, and a change waits for the calls of all.
      const plan = { ...given, windowMs: 0, faults: [], changes: [] };
      for (const { records, story } of await laneStories(plan, lanes)) {
        const own = shardModel({ ...plan, records: plan.records.filter((_, record) => records.includes(record)) });
        fc.pre(own !== undefined);
        expect([story.calls, story.discards]).toEqual([own.calls, own.discards]);
      }
    }),
    { numRuns: runs, seed: 20261129 },
  );
});

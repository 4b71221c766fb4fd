import { expect, test } from '@jest/globals';
import { compareCosts } from '../../../test/bench/handler-comparison.ts';

test('one failure costs 267 repeated effects and 30 steps back with Powertools, and none with batchHandler', async () => {
  const costs = await compareCosts();

  expect(costs).toEqual([
    { contender: 'Powertools BatchProcessor', invocations: 4, effects: 367, duplicates: 267, stepsBack: 30 },
    { contender: 'Powertools, processInParallel: false', invocations: 4, effects: 367, duplicates: 267, stepsBack: 30 },
    { contender: 'millrace batchHandler', invocations: 4, effects: 100, duplicates: 0, stepsBack: 0 },
    { contender: 'millrace, concurrency: 10', invocations: 4, effects: 127, duplicates: 27, stepsBack: 0 },
    { contender: 'millrace, concurrency: 10, idempotent', invocations: 4, effects: 100, duplicates: 0, stepsBack: 0 },
  ]);
});

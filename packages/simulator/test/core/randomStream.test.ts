import { expect, test } from '@jest/globals';
import { randomStream, uuidFrom } from '../../src/core/randomStream.ts';

// Computed once. A seed that somebody wrote down gives the same ids in every version, so these never change.
test.each([
  { name: [0], drawn: [3482183691, 2316468554, 99322677, 4240204545] },
  { name: [2, 'mapping'], drawn: [2052906307, 1166683300, 4089813200, 2114883866] },
  { name: [1, 'requestId', 'shard-0', 0], drawn: [3235028431, 980966709, 2724251387, 2414735226] },
] as const)('the numbers of the stream $name are the same for ever', ({ name: [seed, ...purpose], drawn }) => {
  const stream = randomStream(seed, ...purpose);

  expect(drawn.map(() => stream())).toEqual(drawn);
});

test('so are the ids made of them', () => {
  expect(uuidFrom(randomStream(2, 'mapping'))).toBe('7a5cdd43-458a-4ca4-b3c5-98d07e0e911a');
  expect(uuidFrom(randomStream(1, 'requestId', 'shard-0', 0))).toBe('c0d29dcf-3a78-4d35-a260-c6fb8fedef7a');
});

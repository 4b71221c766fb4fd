import { expect, test } from '@jest/globals';
import { stateBytes } from '../../src/core/stateBytes.ts';

test('S52: a state is as large as its JSON in UTF-8', () => {
  expect([{}, 0, '', 'é', { a: [1, null] }].map(stateBytes)).toEqual([2, 1, 2, 4, '{"a":[1,null]}'.length]);
});

test('S51: what is missing, null, or nothing that JSON can write, is no state', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);

  for (const state of [undefined, null, () => 1, Symbol('state'), 1n, cycle]) expect(stateBytes(state)).toBeUndefined();
});

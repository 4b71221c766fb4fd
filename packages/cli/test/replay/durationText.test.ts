import { expect, test } from '@jest/globals';
import { durationText } from '../../src/replay/durationText.ts';

test.each([
  [0, '0 ms'],
  [56.4, '56 ms'],
  [1000, '1 s'],
  [4250, '4.3 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [86_280_000, '23 h 58 min'],
  [86_400_000, '1 d'],
  [93_700_000, '1 d 2 h'],
])('%d ms reads as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

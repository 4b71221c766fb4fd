import { expect, test } from '@jest/globals';
import { compareSequenceNumbers } from '@millrace/records';

test('S11: orders sequence numbers of different lengths as numbers', () => {
  expect(compareSequenceNumbers('8700003963677536337796', '11900001787531427260892')).toBe(-1);
});

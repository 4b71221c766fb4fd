import { expect, test } from '@jest/globals';
import { compareSequenceNumbers } from '@millrace/records';
import { isSequenceNumber } from '../../src/wire/sequenceNumber.ts';

test('S11: orders sequence numbers of different lengths as numbers', () => {
  expect(compareSequenceNumbers('8700003963677536337796', '11900001787531427260892')).toBe(-1);
});

test.each(['0', '007', '9'.repeat(40)])('S11: %j can be a sequence number', (text) => {
  expect(isSequenceNumber(text)).toBe(true);
});

test.each(['', '1'.repeat(41), '1a', ' 1', '1\n', '-1', '1.0', '1e5', '١', 1, null, undefined, ['1']])(
  'S11: %j cannot be a sequence number',
  (value) => {
    expect(isSequenceNumber(value)).toBe(false);
  },
);

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defineStream, type } from '../../src/index.ts';

const orders = defineStream({ item: type<{ id: string }>(), keys: ['id'] });
const customers = defineStream({ item: type<{ id: string }>(), keys: ['id'] });
const numberOf = (stream: typeof orders): number =>
  Number(BigInt(stream.insert({ id: '1' }).dynamodb.SequenceNumber) - 100_000_000_000_000_000_000n);

const outside = [numberOf(orders), numberOf(customers)];

test('two definitions count together, also outside of tests', () => {
  expect(outside).toEqual([1, 2]);
  expect([numberOf(orders), numberOf(customers), numberOf(orders)]).toEqual([3, 4, 5]);
});

test('the next test begins where the one before it began', async () => {
  expect(numberOf(orders)).toBe(3);
  await Promise.resolve();
  expect(numberOf(customers)).toBe(4);
});

test('a number that is given is not counted', () => {
  orders.insert({ id: '1' }, { sequenceNumber: '7' });

  expect(numberOf(orders)).toBe(3);
});

describe('hooks', () => {
  let once = 0;
  let each = 0;
  beforeAll(() => {
    once = numberOf(orders);
  });
  beforeEach(() => {
    each = numberOf(orders);
  });

  test.each([1, 2])('what beforeAll makes is outside of tests, what beforeEach makes belongs to its test: %s', () => {
    expect(once).toBe(3);
    expect(each).toBe(4);
    expect(numberOf(orders)).toBe(5);
  });
});

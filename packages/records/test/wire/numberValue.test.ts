import { describe, expect, test } from '@jest/globals';
import { marshall, NumberValueImpl } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import * as z from 'zod';
import { defineStream, NumberValue, type } from '../../src/index.ts';

interface Item {
  readonly id: string;
  readonly n?: unknown;
}
const stream = defineStream({ item: type<Item>(), keys: ['id'] });

/** What the attribute with this text is under the policy auto. */
function read(text: string): unknown {
  const wire = stream.insert({ id: '1' });
  const record = stream.decode({
    ...wire,
    dynamodb: { ...wire.dynamodb, NewImage: { id: { S: '1' }, n: { N: text } } },
  });
  return record.eventName === 'INSERT' && record.newImage.n;
}

class AnotherCopy {
  static readonly name = 'Number';
  readonly value = '1.50';
  toString(): string {
    return this.value;
  }
}

describe('the number that neither a number nor a bigint holds', () => {
  const price = read('0.12345678901234567890');

  test('is recognised by its class and keeps the text', () => {
    expect(price).toBeInstanceOf(NumberValue);
    expect(String(price)).toBe('0.12345678901234567890');
    expect(Number(price)).toBe(0.12345678901234568);
  });

  test("is taken by the SDK's marshaller, which is not installed with this package, and by its class", () => {
    expect(marshall({ price })).toEqual({ price: { N: '0.12345678901234567890' } });
    expect(marshall({ set: new Set([NumberValueImpl.from(price as never)]) })).toEqual({
      set: { NS: ['0.12345678901234567890'] },
    });
  });

  test.each([
    ['ours', new NumberValue('1.50')],
    ["the SDK's", NumberValueImpl.from('1.50')],
    ['of another copy of the package', new AnotherCopy()],
  ])('goes back into a record: %s', (_, n) => {
    expect(stream.insert({ id: '1', n }).dynamodb.NewImage).toEqual({ id: { S: '1' }, n: { N: '1.5' } });
  });
});

test('no id of 18 or 19 digits is rounded on the way through z.coerce.bigint()', () => {
  const coerced = z.coerce.bigint();
  expect(coerced.parse(read('148551609327139260'))).toBe(148551609327139260n);

  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n - 1n }), fc.boolean(), (digits, isNegative) => {
      const id = isNegative ? -digits : digits;

      expect(coerced.parse(read(String(id)))).toBe(id);
    }),
    { seed: 20261128, numRuns: 3000 },
  );
});

test('an integer is a number exactly when it is safe, however it is written', () => {
  const near = [2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 60].map(BigInt);
  for (const whole of [...near, ...near.map((n) => -n)]) {
    const isSafe = Number.isSafeInteger(Number(whole));
    for (const text of [`${whole}`, `${whole}.0`, `${whole}00E-2`]) {
      expect(read(text)).toBe(isSafe ? Number(whole) : whole);
    }
  }
});

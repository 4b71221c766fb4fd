import { describe, expect, test } from '@jest/globals';
import { marshall, NumberValueImpl } from '@aws-sdk/util-dynamodb';
import { EncodeError, isEncodeError } from '../../src/index.ts';
import { marshallImage } from '../../src/encoding/marshallImage.ts';

describe('what becomes what', () => {
  test.each<[string, unknown, object]>([
    ['a number in plain digits', 1e21, { N: '1000000000000000000000' }],
    ['a small number in plain digits', -1.5e-7, { N: '-0.00000015' }],
    ['minus zero as zero', -0, { N: '0' }],
    ['a bigint', 10n ** 37n, { N: `1${'0'.repeat(37)}` }],
    ['a NumberValue', new NumberValueImpl('1.50'), { N: '1.5' }],
    ['bytes', new Uint8Array([255, 239]), { B: '/+8=' }],
    ['a Buffer', Buffer.from('abc'), { B: 'YWJj' }],
    ['a part of a buffer', new Uint8Array(Buffer.from('xabcx').buffer.slice(0)).subarray(0, 0), { B: '' }],
    ['an ArrayBuffer', new Uint8Array([1]).buffer, { B: 'AQ==' }],
    ['a set of strings', new Set(['a']), { SS: ['a'] }],
    ['a set of numbers of all kinds', new Set([1, 2n, new NumberValueImpl('0.1')]), { NS: ['1', '2', '0.1'] }],
    ['a set of bytes', new Set([new Uint8Array([1])]), { BS: ['AQ=='] }],
    ['a Map', new Map([['x', null]]), { M: { x: { NULL: true } } }],
    ['an object without a prototype', Object.assign(Object.create(null), { x: true }), { M: { x: { BOOL: true } } }],
    ['an object with something undefined', { x: undefined, y: [] }, { M: { y: { L: [] } } }],
  ])('%s', (_, value, attribute) => {
    expect(marshallImage({ a: value })).toEqual({ a: attribute });
  });

  test('a hole in a list is the undefined that a list cannot hold', () => {
    const holes: unknown[] = ['a'];
    holes[2] = 'c';

    expect(() => marshallImage({ list: holes })).toThrow('Item, list.1: expected a value that DynamoDB has a type for');
  });

  test('the bytes are the same without Buffer', () => {
    const buffer = globalThis.Buffer;
    try {
      globalThis.Buffer = undefined as never;

      expect(marshallImage({ a: new Uint8Array([255, 239]) })).toEqual({ a: { B: '/+8=' } });
    } finally {
      globalThis.Buffer = buffer;
    }
  });
});

describe('what DynamoDB cannot hold', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

  test.each<[string, unknown, string, string]>([
    ['NaN', Number.NaN, 'a', 'a finite number'],
    ['infinity', [Number.POSITIVE_INFINITY], 'a.0', 'a finite number'],
    ['39 digits', 10n ** 39n - 1n, 'a', 'a number DynamoDB can hold'],
    ['1e126', { b: 1e126 }, 'a.b', 'a number DynamoDB can hold'],
    ['1e-131', 1e-131, 'a', 'a number DynamoDB can hold'],
    ['undefined in a list', [1, undefined], 'a.1', 'a value that DynamoDB has a type for'],
    ['a function', () => 1, 'a', 'a value that DynamoDB has a type for'],
    ['a symbol', Symbol('x'), 'a', 'a value that DynamoDB has a type for'],
    ['a Date', new Date(0), 'a', 'a value that DynamoDB has a type for'],
    ['an empty set', new Set(), 'a', 'a set with elements'],
    ['a mixed set', new Set(['a', 1]), 'a', 'elements of one type'],
    ['a set of objects', new Set([{}]), 'a', 'elements of one type'],
    ['33 levels', nested(33), `a${'.0'.repeat(32)}`, 'at most 32 levels'],
  ])('%s', (_, value, path, expected) => {
    const attempt = (): unknown => marshallImage({ a: value });

    expect(attempt).toThrow(EncodeError);
    try {
      attempt();
    } catch (error) {
      expect(isEncodeError(error) && [error.code, error.path.join('.'), error.expected]).toEqual([
        'EncodeError',
        path,
        expected,
      ]);
    }
  });

  test.each<[unknown, string]>([
    [new Date(0), 'Item, a: expected a value that DynamoDB has a type for, found a Date.'],
    [new Set(), 'Item, a: expected a set with elements, found a Set.'],
    [[/x/], 'Item, a.0: expected a value that DynamoDB has a type for, found a RegExp.'],
  ])('%p is called what it is', (value, message) => {
    expect(() => marshallImage({ a: value })).toThrow(message);
  });

  test('32 levels are fine', () => {
    expect(JSON.stringify(marshallImage({ a: nested(32) }))).toContain('{"N":"1"}');
  });
});

describe('differences from marshall of util-dynamodb', () => {
  test('numbers beyond 2^53 are written as JavaScript prints them, in plain digits', () => {
    expect(marshallImage({ a: 1e22 })).toEqual({ a: { N: '10000000000000000000000' } });
    expect(() => marshall({ a: 1e22 })).toThrow('MAX_SAFE_INTEGER');
  });

  test('numbers have no exponents, as DynamoDB returns them', () => {
    expect(marshallImage({ a: 1e-7 })).toEqual({ a: { N: '0.0000001' } });
    expect(marshall({ a: 1e-7 })).toEqual({ a: { N: '1e-7' } });
  });

  test('attributes named __proto__ and constructor are attributes', () => {
    const item = JSON.parse('{"a":{"__proto__":{"x":1},"constructor":"C"}}') as { a: object };

    expect(JSON.stringify(marshallImage(item))).toBe(
      '{"a":{"M":{"__proto__":{"M":{"x":{"N":"1"}}},"constructor":{"S":"C"}}}}',
    );
    expect(() => marshall(item)).toThrow('Unsupported type');
  });

  test('undefined in an object is left out', () => {
    expect(marshallImage({ a: undefined, b: 1 })).toEqual({ b: { N: '1' } });
    expect(() => marshall({ a: undefined, b: 1 })).toThrow('removeUndefinedValues');
  });
});

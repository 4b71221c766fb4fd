import { describe, expect, test } from '@jest/globals';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { defineStream, isDecodeError, type NumberPolicy, NumberValue, type } from '../../src/index.ts';

function decode(attribute: unknown, numbers: NumberPolicy = 'auto'): unknown {
  const stream = defineStream({ item: type<{ id: string; a?: unknown }>(), keys: ['id'], view: 'NEW_IMAGE', numbers });
  const wire = stream.insert({ id: '1' });
  const image = JSON.parse('{"id":{"S":"1"}}') as Record<string, object>;
  const record = stream.decode({
    ...wire,
    dynamodb: { ...wire.dynamodb, NewImage: { ...image, a: attribute as object } },
  });
  return record.eventName === 'INSERT' && record.newImage.a;
}

function failure(attribute: unknown, numbers?: NumberPolicy): unknown {
  try {
    return decode(attribute, numbers);
  } catch (error) {
    if (!isDecodeError(error)) throw error;
    return { reason: error.reason, path: error.path.slice(3).join('.'), found: error.found };
  }
}

const lambdaBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('every type of attribute', () => {
  test.each([
    ['S', { S: 'text' }, 'text'],
    ['an empty S', { S: '' }, ''],
    ['N', { N: '12.5' }, 12.5],
    ['BOOL', { BOOL: false }, false],
    ['NULL', { NULL: true }, null],
    ['B', { B: 'AQID' }, new Uint8Array([1, 2, 3])],
    ['an empty B', { B: '' }, new Uint8Array()],
    ['B as bytes, as the SDK has it', { B: new Uint8Array([1]) }, new Uint8Array([1])],
    ['SS', { SS: ['a', 'b'] }, new Set(['a', 'b'])],
    ['NS', { NS: ['1', '0.5'] }, new Set([1, 0.5])],
    ['BS', { BS: ['YQ==', 'YmI='] }, new Set([lambdaBytes('a'), lambdaBytes('bb')])],
    ['L', { L: [{ S: 'a' }, { NULL: true }, { L: [] }] }, ['a', null, []]],
    ['M', { M: { x: { B: 'YQ==' }, y: { M: {} } } }, { x: lambdaBytes('a'), y: {} }],
    ['a tag that is undefined, as the SDK types allow', { S: undefined, N: '1' }, 1],
  ])('%s', (_, attribute, value) => {
    expect(decode(attribute)).toStrictEqual(value);
  });

  test('several tags, which DynamoDB never sends, count in one order, whatever the order of the properties', () => {
    expect(decode({ S: 'a', N: '1' })).toBe('a');
    expect(decode({ N: '1', S: 'a' })).toBe('a');
    expect(decode({ L: [], NULL: true, BOOL: false })).toBe(false);
    expect(decode({ X: 1, SS: ['a'] })).toEqual(new Set('a'));
  });

  test('binary is plain bytes with memory of its own, not a slice of the pool of Buffer', () => {
    const bytes = decode({ B: 'AQID' }) as Uint8Array;

    expect(bytes.constructor.name).toBe('Uint8Array');
    expect(bytes.buffer.byteLength).toBe(3);
  });

  test('a binary of the largest size an item can have decodes', () => {
    const bytes = new Uint8Array(400 * 1024).map((_, index) => index * 7);

    expect(Buffer.compare(decode({ B: Buffer.from(bytes).toString('base64') }) as Uint8Array, bytes)).toBe(0);
    expect(failure({ B: `${'AAAA'.repeat(130_000)}!` })).toMatchObject({ reason: 'base64' });
  });

  test('the bytes are the same without Buffer', () => {
    const buffer = globalThis.Buffer;
    try {
      globalThis.Buffer = undefined as never;

      expect(decode({ B: '/+8BAg==' })).toStrictEqual(new Uint8Array([0xff, 0xef, 1, 2]));
    } finally {
      globalThis.Buffer = buffer;
    }
  });
});

describe('attribute names are data', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', ''])('%j', (name) => {
    const map = JSON.parse(`{"M":{${JSON.stringify(name)}:{"M":{"isAdmin":{"BOOL":true}}}}}`) as object;

    const value = decode(map) as Record<string, unknown>;

    expect(Object.entries(value)).toEqual([[name, { isAdmin: true }]]);
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf({}));
    expect('isAdmin' in value).toBe(false);
  });
});

describe('numbers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['-12.50', -12.5],
    ['007', 7],
    ['1E+3', 1000],
    ['0.1', 0.1],
    ['123456789012345', 123456789012345],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740991', -9007199254740991],
    ['-9007199254740992', -9007199254740992n],
    ['148551609327139260', 148551609327139260n],
    ['1E+16', 10000000000000000n],
    ['9007199254740993', 9007199254740993n],
    ['12345678901234567890', 12345678901234567890n],
    ['-1E+30', -(10n ** 30n)],
    ['1000000000000000000000000000001', 1000000000000000000000000000001n],
    ['0.1234567890123456', 0.1234567890123456],
    ['0.12345678901234567890', new NumberValue('0.12345678901234567890')],
    ['9007199254740993.5', new NumberValue('9007199254740993.5')],
    [`9.${'9'.repeat(37)}E+125`, BigInt(`9${'9'.repeat(37)}${'0'.repeat(88)}`)],
    ['1E-130', 1e-130],
  ])('auto reads %s as the exact value', (text, value) => {
    expect(decode({ N: text })).toStrictEqual(value);
  });

  test('a power of ten that no table can hold does not become a giant', () => {
    expect(decode({ N: '1E+999999999' })).toStrictEqual(new NumberValue('1E+999999999'));
  });

  test.each<[NumberPolicy, string, unknown]>([
    ['number', '0.12345678901234567890', 0.12345678901234568],
    ['number', '9007199254740993', 9007199254740992],
    ['bigint', '12', 12n],
    ['bigint', '1.2E1', 12n],
    ['string', '1.50', '1.50'],
    [(text) => `<${text}>`, '7', '<7>'],
  ])('policy %s reads %s', (policy, text, value) => {
    expect(decode({ N: text }, policy)).toStrictEqual(value);
    expect(decode({ NS: [text] }, policy)).toStrictEqual(new Set([value]));
  });

  test('policy bigint says so when there is a fraction', () => {
    expect(failure({ N: '1.5' }, 'bigint')).toEqual({ reason: 'number', path: 'N', found: '"1.5"' });
  });

  test('a policy function that throws is a DecodeError with the cause', () => {
    const policy = (): never => {
      throw new Error('no numbers today');
    };

    expect(failure({ N: '1' }, policy)).toEqual({
      reason: 'number',
      path: 'N',
      found: '"the exception Error: no numbers today"',
    });
  });

  test('a text longer than any stored number is no number', () => {
    expect(failure({ N: '1'.repeat(1_000_000) })).toMatchObject({ reason: 'number' });
    expect(failure({ N: `0.${'0'.repeat(1_000_000)}1` })).toMatchObject({ reason: 'number' });
  });

  test.each(['', ' ', '1 ', '0x10', 'NaN', 'Infinity', '1e', '.', '-', '1.2.3', '1_000'])('%j is no number', (text) => {
    expect(failure({ N: text })).toEqual({ reason: 'number', path: 'N', found: JSON.stringify(text) });
  });
});

describe('what is rejected, and why', () => {
  test.each<[string, unknown, object]>([
    ['an image unmarshalled already', 101, { reason: 'unmarshalled', path: '', found: '101' }],
    ['a list where an attribute value belongs', ['a'], { reason: 'unmarshalled', path: '', found: 'a list' }],
    ['null where an attribute value belongs', null, { reason: 'unmarshalled', path: '', found: 'null' }],
    ['a type tag in lower case', { s: 'a' }, { reason: 'camel-case', path: 's', found: '"s"' }],
    ['a type tag that does not exist', { X: 'a' }, { reason: 'type-tag', path: 'X', found: '"X"' }],
    [
      'a member the SDK did not know',
      { $unknown: ['X', 1] },
      { reason: 'type-tag', path: '$unknown', found: '"$unknown"' },
    ],
    ['the first of two that do not exist', { X: 1, Y: 2 }, { reason: 'type-tag', path: 'X', found: '"X"' }],
    ['no type tag', {}, { reason: 'type-tag', path: '', found: 'an object' }],
    ['a number as S', { S: 1 }, { reason: 'value', path: 'S', found: '1' }],
    ['a number as N', { N: 1 }, { reason: 'value', path: 'N', found: '1' }],
    ['text as BOOL', { BOOL: 'true' }, { reason: 'value', path: 'BOOL', found: '"true"' }],
    ['text as NULL', { NULL: 'x' }, { reason: 'value', path: 'NULL', found: '"x"' }],
    ['a list as M', { M: [] }, { reason: 'value', path: 'M', found: 'a list' }],
    ['an object as L', { L: {} }, { reason: 'value', path: 'L', found: 'an object' }],
    ['base64 without padding', { B: 'YQ' }, { reason: 'base64', path: 'B', found: '"YQ"' }],
    ['base64 for URLs', { B: '-_8=' }, { reason: 'base64', path: 'B', found: '"-_8="' }],
    ['base64 with something in it', { B: 'YWJj\nYWJj' }, { reason: 'base64', path: 'B', found: '"YWJj\\nYWJj"' }],
    [
      'something deep inside',
      { M: { a: { L: [{ S: 'x' }, { BS: ['?'] }] } } },
      { reason: 'base64', path: 'M.a.L.1.BS.0' },
    ],
  ])('%s', (_, attribute, expected) => {
    expect(failure(attribute)).toMatchObject(expected);
  });

  test.each(['M', 'L'])('32 levels of %s decode, one more does not', (tag) => {
    const nested = (levels: number): object =>
      levels === 0 ? { S: 'deep' } : { [tag]: tag === 'M' ? { x: nested(levels - 1) } : [nested(levels - 1)] };

    expect(JSON.stringify(decode(nested(32)))).toContain('deep');
    expect(failure(nested(33))).toMatchObject({ reason: 'too-deep' });
  });
});

// util-dynamodb is the reference (roundTrip.test.ts compares); these are the places where it is not followed.
describe('differences from unmarshall of util-dynamodb', () => {
  const theirs = (attribute: object): unknown => unmarshall({ a: attribute } as never)['a'];

  test.each<[string, object, unknown, unknown]>([
    ['base64 becomes bytes', { B: 'YQ==' }, lambdaBytes('a'), 'YQ=='],
    ['base64 in sets becomes bytes', { BS: ['YQ=='] }, new Set([lambdaBytes('a')]), new Set(['YQ=='])],
    [
      'decimals are not rounded',
      { N: '0.12345678901234567890' },
      new NumberValue('0.12345678901234567890'),
      0.12345678901234568,
    ],
    ['minus zero is the zero it is in DynamoDB', { N: '-0' }, 0, -0],
    [
      'equal-looking decimals in a set stay two',
      { NS: ['0.1', '0.10000000000000000001'] },
      new Set([0.1, new NumberValue('0.10000000000000000001')]),
      new Set([0.1]),
    ],
  ])('%s', (_, attribute, ours, theirValue) => {
    expect(decode(attribute)).toStrictEqual(ours);
    expect(theirs(attribute)).toStrictEqual(theirValue);
  });

  test('what an attribute with two tags is does not depend on which of them was written first', () => {
    expect([decode({ S: 'a', N: '1' }), decode({ N: '1', S: 'a' })]).toEqual(['a', 'a']);
    expect([theirs({ S: 'a', N: '1' }), theirs({ N: '1', S: 'a' })]).toEqual(['a', 1]);
  });

  test('a fraction beyond 2^53 does not throw', () => {
    expect(decode({ N: '9007199254740993.5' })).toStrictEqual(new NumberValue('9007199254740993.5'));
    expect(() => theirs({ N: '9007199254740993.5' })).toThrow('BigInt');
  });

  test('an attribute named __proto__ stays an attribute', () => {
    const image = JSON.parse('{"M":{"__proto__":{"M":{"isAdmin":{"BOOL":true}}}}}') as object;

    expect((decode(image) as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((theirs(image) as { isAdmin?: boolean }).isAdmin).toBe(true);
  });

  test('what is no number, string or boolean is rejected instead of handed on', () => {
    expect(failure({ N: 'abc' })).toMatchObject({ reason: 'number' });
    expect(theirs({ N: 'abc' })).toBeNaN();
    expect(failure({ S: 1 })).toMatchObject({ reason: 'value' });
    expect(theirs({ S: 1 })).toBe(1);
    expect(failure({ BOOL: 'false' })).toMatchObject({ reason: 'value' });
    expect(theirs({ BOOL: 'false' })).toBe(true);
    expect(failure({ NULL: 'x' })).toMatchObject({ reason: 'value' });
    expect(theirs({ NULL: 'x' })).toBeNull();
  });
});

test('an attribute with thousands of tags that are none is refused for the first of them', () => {
  const tags = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`x${index}`, index]));

  expect(failure(tags)).toMatchObject({ reason: 'type-tag', path: 'x0', found: '"x0"' });
});

test('a number keeps its value whatever runs of zeros it is written with', () => {
  const digits = '1'.padEnd(200, '0').padEnd(399, '1');

  expect(decode({ N: digits }, 'string')).toBe(digits);
  expect(decode({ N: `1${'0'.repeat(399)}` }, 'string')).toBe(`1${'0'.repeat(399)}`);
  expect(decode({ N: `0.${'0'.repeat(300)}` })).toBe(0);
});

import { expect, test } from '@jest/globals';
import { defineStream, itemKey, keyOf, type } from '../../src/index.ts';

test('the order of the key attributes does not matter', () => {
  expect(keyOf({ pk: { S: 'a' }, sk: { N: '1' } })).toBe(keyOf({ sk: { N: '1' }, pk: { S: 'a' } }));
  // No table has that many, but what looks like keys can.
  const three = { a: { S: '1' }, c: { S: '2' }, b: { S: '3' } };
  expect(keyOf(three)).toBe('{"a":{"S":"1"},"b":{"S":"3"},"c":{"S":"2"}}');
});

test('names, types and values all count', () => {
  const keys = [
    { a: { S: '1' } },
    { a: { N: '1' } },
    { b: { S: '1' } },
    { a: { S: '2' } },
    { a: { S: '1' }, b: { S: '1' } },
    { a: { B: '1' } },
  ];

  expect(new Set(keys.map(keyOf)).size).toBe(keys.length);
});

test('bytes of the SDK and base64 of Lambda are the same key', () => {
  expect(keyOf({ id: { B: new Uint8Array([1, 2, 3]) } })).toBe(keyOf({ id: { B: 'AQID' } }));
});

test('a record has the key of its item whatever happened to it', () => {
  const stream = defineStream({ item: type<{ pk: string; sk: number; x?: string }>(), keys: ['pk', 'sk'] });
  const wires = [
    stream.insert({ pk: 'a', sk: 1 }),
    stream.modify({ pk: 'a', sk: 1 }, { sk: 1, x: 'y', pk: 'a' }),
    stream.remove({ x: 'y', sk: 1, pk: 'a' }),
  ];

  expect(wires.map((wire) => itemKey(stream.decode(wire)))).toEqual(Array(3).fill('{"pk":{"S":"a"},"sk":{"N":"1"}}'));
});

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { changedAttributes, defineStream, type } from '../../src/index.ts';
import { anyItem, anyValue, normalised } from '../anyItem.ts';

interface Thing {
  readonly id: string;
  readonly [name: string]: unknown;
}
const things = defineStream({ item: type<Thing>(), keys: ['id'] });

function changed(oldItem: object, newItem: object): string[] {
  return [...changedAttributes(things.decode(things.modify({ ...oldItem, id: '1' }, { ...newItem, id: '1' })))];
}

test.each<[string, unknown, unknown, boolean]>([
  ['a string', 'a', 'b', true],
  ['a number and its text', 1, '1', true],
  ['null and nothing', null, undefined, true],
  ['a set in another order', new Set(['a', 'b']), new Set(['b', 'a']), false],
  ['a set with one more', new Set([1, 2]), new Set([1, 2, 3]), true],
  ['a set and a list of the same', new Set(['a']), ['a'], true],
  ['equal bytes', new Uint8Array([1, 2]), new Uint8Array([1, 2]), false],
  ['other bytes', new Uint8Array([1, 2]), new Uint8Array([1, 3]), true],
  [
    'equal sets of bytes',
    new Set([new Uint8Array([1]), new Uint8Array([2])]),
    new Set([new Uint8Array([2]), new Uint8Array([1])]),
    false,
  ],
  ['a list in another order', [1, 2], [2, 1], true],
  ['a map in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, false],
  ['something deep in a map', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, true],
  ['a map with a name more', { a: 1 }, { a: 1, b: null }, true],
])('%s', (_, before, after, isChange) => {
  expect(changed({ x: before }, { x: after })).toEqual(isChange ? ['x'] : []);
});

test('an INSERT or a REMOVE changes every attribute', () => {
  expect([...changedAttributes(things.decode(things.insert({ id: '1', a: 1 })))]).toEqual(['id', 'a']);
  expect([...changedAttributes(things.decode(things.remove({ id: '1', a: 1 })))]).toEqual(['id', 'a']);
});

test('an image that is null, as some write what a record does not have, is none', () => {
  for (const wire of [things.insert({ id: '1', a: 1 }), things.remove({ id: '1', a: 1 })]) {
    const other = wire.eventName === 'INSERT' ? 'OldImage' : 'NewImage';
    const record = things.decode({ ...wire, dynamodb: { ...wire.dynamodb, [other]: null } });

    expect([...changedAttributes(record)]).toEqual(['id', 'a']);
  }
});

test('numbers are compared as numbers and bytes with base64', () => {
  const wire = things.modify({ id: '1' }, { id: '1' });
  const NewImage = { n: { N: '1.0' }, s: { NS: ['1', '2E1'] }, b: { B: new Uint8Array([1]) } };
  const OldImage = { n: { N: '1' }, s: { NS: ['20', '1'] }, b: { B: 'AQ==' } };

  expect([
    ...changedAttributes(things.decode({ ...wire, dynamodb: { ...wire.dynamodb, NewImage, OldImage } })),
  ]).toEqual([]);
});

test('an attribute with several type tags is what it decodes as, in whatever order they were written', () => {
  const wire = things.modify({ id: '1' }, { id: '1' });
  const dynamodb = { ...wire.dynamodb, NewImage: { a: { S: 'x', N: '1' } }, OldImage: { a: { N: '1', S: 'x' } } };

  expect([...changedAttributes(things.decode({ ...wire, dynamodb }))]).toEqual([]);
});

describe('laziness', () => {
  test('only the attribute asked for is looked at, and only once', () => {
    const reads: string[] = [];
    const watched = (image: object): Record<string, object> =>
      new Proxy(image as Record<string, object>, {
        get: (target, name: string) => {
          reads.push(name);
          return target[name];
        },
      });
    const wire = things.modify({ id: '1', a: 1, b: 1 }, { id: '1', a: 2, b: 2 });
    const dynamodb = {
      ...wire.dynamodb,
      NewImage: watched(wire.dynamodb.NewImage ?? {}),
      OldImage: watched(wire.dynamodb.OldImage ?? {}),
    };

    const changes = changedAttributes(things.decode({ ...wire, dynamodb }));

    expect([changes.has('a'), changes.has('a'), changes.has('zz')]).toEqual([true, true, false]);
    expect(reads).toEqual(['a', 'a']);
  });
});

test('an attribute has changed exactly when its values are not equal', () => {
  fc.assert(
    fc.property(anyItem, anyValue, fc.nat(), (item, other, which) => {
      const [name = 'new'] = Object.keys(item).slice(which % (Object.keys(item).length + 1));
      if (name === 'id') return;
      const before = Object.entries(item).find(([key]) => key === name)?.[1];
      const after = Object.fromEntries([...Object.entries(item), [name, other]]);

      const isChange = !isDeepStrictEqual(normalised(before), normalised(other));
      expect(changed(item, after)).toEqual(isChange ? [name] : []);
      expect(changed(item, item)).toEqual([]);
    }),
    { seed: 7, numRuns: 300 },
  );
});

import { describe, expect, test } from '@jest/globals';
import { watchRecords } from '../src/observer/watchRecords.ts';

const [first, second, third] = [{ id: 1 }, { id: 2 }, { id: 3 }];

function watched() {
  const list: unknown[] = [first, second, third];
  const touched: number[] = [];
  watchRecords(list, (index) => void touched.push(index));
  return { list, touched };
}

/** What wraps an event so that nothing of it is changed, or all that is read is told. */
function membrane<T extends object>(target: T): T {
  return new Proxy(target, {
    get: (...given) => {
      const value: unknown = Reflect.get(...given);
      return typeof value === 'object' && value !== null ? membrane(value) : value;
    },
  });
}

describe('a list that is watched is the list that it was', () => {
  test('for what lists its properties, copies it or writes it', () => {
    const { list } = watched();

    expect(Array.isArray(list)).toBe(true);
    expect(Object.keys(list)).toEqual(['0', '1', '2']);
    expect(list).toStrictEqual([first, second, third]);
    expect(JSON.stringify(list)).toBe('[{"id":1},{"id":2},{"id":3}]');
    expect(structuredClone(list)).toEqual([first, second, third]);
    expect([...list].every((record, at) => record === [first, second, third][at])).toBe(true);
  });

  test.each<[string, (list: unknown[]) => unknown[]]>([
    ['a Proxy over it', (list) => new Proxy(list, {})],
    ['a Proxy that asks with itself', (list) => new Proxy(list, { get: (...given) => Reflect.get(...given) })],
    ['what inherits from it', (list) => Object.create(list) as unknown[]],
    ['it, frozen', (list) => Object.freeze(list) as unknown[]],
  ])('for %s', (_, through) => {
    const { list, touched } = watched();
    const asked = through(list);

    expect([asked[2], asked[0]]).toEqual([third, first]);
    expect(touched).toEqual([2, 0]);
  });

  test('for a Proxy that wraps all that it is asked for', () => {
    const { list, touched } = watched();

    expect(membrane(list)[1]).toEqual(second);
    expect(touched).toEqual([1]);
  });

  test('for what changes it', () => {
    const { list, touched } = watched();

    list[0] = 'other';
    list.push('more');
    list.splice(1, 1);

    expect([...list]).toEqual(['other', third, 'more']);
    expect(touched).not.toContain(0);
  });
});

test('two lists are told apart', () => {
  const [one, other] = [watched(), watched()];

  void one.list[1];
  void other.list[2];

  expect([one.touched, other.touched]).toEqual([[1], [2]]);
});

test('a list that cannot be watched, or is already, is left as it is', () => {
  const frozen = Object.freeze([first, second]);
  const { list, touched } = watched();
  const again: number[] = [];

  watchRecords(frozen, () => expect(true).toBe(false));
  watchRecords(list, (index) => void again.push(index));

  expect([frozen[0], list[1]]).toEqual([first, second]);
  expect([touched, again]).toEqual([[1], []]);
});

import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { errorBrand } from '../../src/words/errorBrand.ts';
import { isErrorOfAnyRealm } from '../../src/words/isErrorOfAnyRealm.ts';
import { isThenable } from '../../src/words/isThenable.ts';
import { reasonOf } from '../../src/words/reasonOf.ts';

const other = (code: string): unknown => runInNewContext(code);

describe('isErrorOfAnyRealm', () => {
  test.each([
    'new Error("x")',
    'new TypeError("x")',
    'new AggregateError([], "x")',
    'new (class A extends Error {})("x")',
  ])('%s of another realm is an error, which instanceof denies', (code) => {
    expect(other(code) instanceof Error).toBe(false);
    expect(isErrorOfAnyRealm(other(code))).toBe(true);
  });

  test.each([
    '"x"',
    'null',
    'undefined',
    '({ name: "Error", message: "", stack: "" })',
    'Object.create(null)',
    '() => 1',
  ])('%s is none', (code) => {
    expect(isErrorOfAnyRealm(other(code))).toBe(false);
  });
});

describe('reasonOf', () => {
  test.each([
    ['new Error("full")', 'full'],
    [
      'new AggregateError([new Error("::1 refused"), new Error("127.0.0.1 refused")], "")',
      '::1 refused; 127.0.0.1 refused',
    ],
    ['"a text"', 'a text'],
    ['undefined', 'undefined'],
    ['Symbol("s")', 'Symbol(s)'],
    ['({ message: 5, toString: () => "own" })', 'own'],
    ['Object.create(null)', 'something that has no text'],
    ['({ get message() { throw new Error("no") } })', 'something that has no text'],
    ['new Proxy({}, { get() { throw new Error("no") } })', 'something that has no text'],
  ])('%s says: %s', (code, said) => {
    expect(reasonOf(other(code))).toBe(said);
  });
});

test('a promise of another realm and a function with then can be awaited', () => {
  expect(
    ['Promise.resolve()', 'Object.assign(() => 1, { then() {} })', '({ then: 1 })'].map(other).map(isThenable),
  ).toEqual([true, true, false]);
});

test('a brand is known on an error of another realm', () => {
  const brand = errorBrand<Error>('@millrace/test/Branded');
  const error = other('new Error("x")') as Error;
  brand.put(error);

  expect([error, other('new Error("x")'), undefined, 'x'].map(brand.isOn)).toEqual([true, false, false, false]);
});

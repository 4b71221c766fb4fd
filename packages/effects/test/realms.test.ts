import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { callText } from '../src/call/callText.ts';
import { plainCopy } from '../src/call/plainCopy.ts';

const ofAnotherRealm: unknown = runInNewContext(`({
  bytes: new Uint8Array([1, 2]), date: new Date(0), set: new Set(['a']), map: new Map([['k', 1]]), error: new TypeError('no'),
})`);
const ofOurs = {
  bytes: new Uint8Array([1, 2]),
  date: new Date(0),
  set: new Set(['a']),
  map: new Map([['k', 1]]),
  error: new TypeError('no'),
};

test('a call with values of another realm is told as one with ours', () => {
  expect(plainCopy(ofAnotherRealm)).toEqual({
    bytes: '(2 bytes)',
    date: '1970-01-01T00:00:00.000Z',
    set: ['a'],
    map: { k: 1 },
    error: { name: 'TypeError', message: 'no' },
  });
  expect(plainCopy(ofAnotherRealm)).toEqual(plainCopy(ofOurs));
});

test('a call with values of another realm has the same key as one with ours', () => {
  const key = (value: unknown) => callText(value, (text) => text, []);

  expect(key(ofAnotherRealm)).toEqual(key(ofOurs));
});

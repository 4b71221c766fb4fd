import { expect, test } from '@jest/globals';
import { Place } from '../../src/words/place.ts';

const part = (value: unknown): unknown => value;

function learnOften(place: Place, source: object): void {
  for (let times = 0; times < 20; times++) place.learn(source, part);
}

test('objects of a known shape that JSON leaves something out of take no room from other shapes', () => {
  const place = new Place();
  learnOften(place, { a: undefined });
  for (const name of ['b', 'c', 'd']) learnOften(place, { [name]: 1 });

  expect(place.copy({ a: undefined }, 0)).toBeUndefined();
  expect(place.copy({ a: 1 }, 0)).toEqual({ a: 1 });
  expect(place.copy({ d: 2 }, 0)).toEqual({ d: 2 });
});

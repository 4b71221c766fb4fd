import { expect, test } from '@jest/globals';
import { shapeCode } from '../../src/decoding/shapeCode.ts';

const mapOf = (names: number): object =>
  Object.fromEntries(Array.from({ length: names }, (_, index) => [`name-${index}`, { S: 'a' }]));

test('knows the names of the maps inside, unless there are so many that they may be data', () => {
  expect(shapeCode({ a: { M: mapOf(50) } })).toContain('name-49');
  expect(shapeCode({ a: { M: mapOf(51) } })).not.toContain('name-0');
});

test('knows four maps or lists inside of each other, however deep an image is', () => {
  const nested = (levels: number): object =>
    levels === 0 ? { S: 'deep' } : { M: { [`level-${levels}`]: { L: [nested(levels - 1)] } } };

  const code = shapeCode({ a: nested(5000) });

  expect(code).toContain('level-4999');
  expect(code).not.toContain('level-4998"');
  expect(code.length).toBeLessThan(2000);
});

test('knows the first 500 attributes of an image and of what lies inside', () => {
  const names = Array.from({ length: 50 }, (_, index) => `map-${index}`);
  const huge = Object.fromEntries(names.map((name) => [name, { M: mapOf(50) }]));

  const code = shapeCode(huge);

  expect(code).toContain('map-49');
  expect(code.match(/name-0"/g)).toHaveLength(30);
  expect(code.length).toBeLessThan(100_000);
});

test('knows of a list what its first element looks like', () => {
  const code = shapeCode({ a: { L: [{ M: { first: { S: 'a' } } }, { M: { second: { S: 'a' } } }] } });

  expect(code).toContain('first');
  expect(code).not.toContain('second');
});

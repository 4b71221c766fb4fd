import { describe, expect, test } from '@jest/globals';
import { editDistance } from '../../src/words/editDistance.ts';
import { suggestName } from '../../src/words/suggestName.ts';

/** Every word of up to that many letters. */
function words(letters: string, longest: number): string[] {
  let words = [''];
  for (let length = 1; length <= longest; length++) {
    words = ['', ...words.flatMap((word) => Array.from(letters, (letter) => word + letter))];
  }
  return [...new Set(words)];
}

/** By its definition. */
function distance(a: string, b: string, hasSwaps = a.length > 4): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restOfA, restOfB] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.at(-1) === b.at(-1)) return distance(restOfA, restOfB, hasSwaps);
  const isSwap = hasSwaps && a.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return (
    1 +
    Math.min(
      distance(restOfA, b, hasSwaps),
      distance(a, restOfB, hasSwaps),
      distance(restOfA, restOfB, hasSwaps),
      isSwap ? distance(a.slice(0, -2), b.slice(0, -2), hasSwaps) : Infinity,
    )
  );
}

describe('the distance of two words', () => {
  test('is that of its definition, for all words of up to five of two letters and some of three', () => {
    const all = [...words('ab', 5), 'abcab', 'cabca', 'bacba', 'cbabc', 'acbac'];

    for (const a of all) for (const b of all) expect([a, b, editDistance(a, b)]).toEqual([a, b, distance(a, b)]);
  });

  test.each([
    ['abcde', 'bacde', 1],
    ['abcde', 'abced', 1],
    ['abcde', 'badce', 2],
    ['abcde', 'cbade', 2],
    ['abcd', 'bacd', 2],
  ])('of %s and %s counts a swap once in words of five letters or more: %d', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
  });
});

describe('the name that was meant', () => {
  test.each([
    ['', ['Batch', ''], ''],
    ['', ['Batch'], undefined],
    ['batch_size', ['Tags', 'BatchSize'], 'BatchSize'],
    ['Tag', ['tag', 'Tag'], 'tag'],
    ['abcdef', ['abcdxf', 'abcdef'], 'abcdef'],
    ['MaxAge', ['MaximumAge'], 'MaximumAge'],
    ['MaximumAge', ['MaxAge'], 'MaxAge'],
    ['ClimaxAgeOf', ['ClimaximumAgeOf'], undefined],
    ['abcd', ['abcx'], 'abcx'],
    ['abc', ['abx'], undefined],
    ['abcdefghijklmnop', ['abcdefghijklwxyp'], 'abcdefghijklwxyp'],
    ['abcdefghijklmnop', ['abcdefghijkvwxyp'], undefined],
    ['Batch', ['BatchSizeOfAll'], 'BatchSizeOfAll'],
    ['Batc', ['BatchSizeOfAll'], undefined],
    ['BatchSizeOfAll', ['Batch'], 'Batch'],
    ['AllOfBatches', ['Batches'], undefined],
    ['Batches', ['AllOfBatches'], undefined],
    ['Batches', [], undefined],
  ])('by %j, of %j, is %j', (given, known, meant) => {
    expect(suggestName(given, known)).toBe(meant);
  });
});

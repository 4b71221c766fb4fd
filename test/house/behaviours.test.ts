import { describe, expect, test } from '@jest/globals';
import { filesLike, textOf } from './repository.ts';

// No behaviour of AWS without a row in docs/BEHAVIOURS.md, and no row without a test that carries its number.

const sources = filesLike(/^packages\/[^/]+\/src\/.*\.ts$/);
const tests = filesLike(/^(packages\/[^/]+\/test|test|examples)\/.*\.ts$/);

describe('behaviours', () => {
  const rows = textOf('docs/BEHAVIOURS.md')
    .split('\n')
    .filter((line) => /^\|\s*S\d+/.test(line));

  test('there is a row for each S-number that a source cites', () => {
    const known = new Set(rows.flatMap((row) => numbersIn(row.split('|')[1] ?? '')));
    const cited = sources.flatMap((path) => numbersIn(textOf(path)).map((id) => `${id} cited in ${path}`));

    expect(cited.filter((citation) => !known.has(citation.split(' ')[0] ?? ''))).toEqual([]);
  });

  test('each row has a test that names its S-number, or says that it has none', () => {
    const tested = new Set(tests.flatMap((path) => numbersIn(textOf(path))));
    const bare = rows.filter((row) => !/not simulated|not tested|no test|unknown/i.test(row));
    const ids = bare.flatMap((row) => numbersIn(row.split('|')[1] ?? ''));

    expect(rows.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !tested.has(id))).toEqual([]);
  });
});

function numbersIn(text: string): readonly string[] {
  return text.match(/\bS\d{1,2}\b/g) ?? [];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compileFilterCriteria } from '../src/filter/compileFilterCriteria.ts';
import { filterWarnings } from '../src/filter/filterWarnings.ts';

const page = readFileSync(join(__dirname, '../../../docs/filters.md'), 'utf8');
const sections = page.split(/^## /mu);

/** The rows of the tables that start with a pattern and a record, and say whether the one lets the other pass. */
function examplesIn(text: string): readonly (readonly [pattern: string, record: string, passes: string])[] {
  return [...text.matchAll(/^\| `(\{.*?\})` \| `(\{.*?\})` \| (yes|no)\b/gmu)].map(
    ([, pattern = '', record = '', passes = '']) => [pattern, record, passes],
  );
}

describe('docs/filters.md', () => {
  test('has examples', () => {
    expect(examplesIn(page).length).toBeGreaterThan(50);
  });

  test.each(examplesIn(page))('%s against %s: %s', (Pattern, record, passes) => {
    const matches = compileFilterCriteria({ Filters: [{ Pattern }] })(JSON.parse(record));

    expect(matches ? 'yes' : 'no').toBe(passes);
  });

  const traps = sections.find((section) => section.startsWith('Traps')) ?? '';
  const [warnedAbout = '', fine = ''] = traps.split('These do what they should');

  test.each(examplesIn(warnedAbout))('%s is warned about', (Pattern) => {
    expect(filterWarnings({ Filters: [{ Pattern }] })).not.toEqual([]);
  });

  test.each(examplesIn(fine))('%s is not warned about', (Pattern) => {
    expect(filterWarnings({ Filters: [{ Pattern }] })).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { agreed, badCases, cases, goodCases, notYetAgreed } from './cases.ts';
import { codes } from './checkCase.ts';
import { runCase } from './runCase.ts';

// One seed here of what is agreed on; `npm run check:proof` takes ten of everything.

describe('the cases', () => {
  test.each(codes)('%s is the fault of at least two handlers', (code) => {
    expect(badCases.filter((each) => each.codes.includes(code)).length).toBeGreaterThanOrEqual(2);
  });

  test('at least fifteen handlers are good', () => {
    expect(goodCases.length).toBeGreaterThanOrEqual(15);
  });

  test('each is a file of its own', () => {
    expect(cases.filter(({ file }) => !existsSync(`test/check/handlers/${file}`))).toEqual([]);
    expect(new Set(cases.map(({ file }) => file)).size).toBe(cases.length);
  });
});

describe('the check-up finds what is wrong, and nothing else', () => {
  test.each(agreed)('$file: $codes', async (each) => {
    const { missed, wrong } = await runCase(each, 1);

    expect({ missed, wrong }).toEqual({ missed: [], wrong: [] });
  });

  test(`not yet judged, ${notYetAgreed.length}: ${notYetAgreed.map(({ file }) => file).join(', ')}`, () => {
    expect(agreed.length + notYetAgreed.length).toBe(cases.length);
  });
});

import { describe, expect, test } from '@jest/globals';
import { badCases, cases, goodCases, notYetJudged } from './cases.ts';
import { codes } from './checkCase.ts';
import { judgedCases, runCase } from './runCase.ts';

// One seed here; `npm run check:proof` takes ten.

describe('the cases', () => {
  test.each(codes)('%s is the fault of at least two handlers', (code) => {
    expect(badCases.filter((each) => each.codes.includes(code)).length).toBeGreaterThanOrEqual(2);
  });

  test('at least fifteen handlers are good', () => {
    expect(goodCases.length).toBeGreaterThanOrEqual(15);
  });
});

describe('the check-up finds what is wrong, and nothing else', () => {
  test.each(judgedCases)('$file: $codes', async (each) => {
    const { missed, wrong, notTried } = await runCase(each, 1);

    expect({ missed, wrong, notTried }).toEqual({ missed: [], wrong: [], notTried: [] });
  });

  const left = cases.filter((each) => !judgedCases.includes(each));
  test(`not yet judged: ${left.map(({ file }) => file).join(', ') || 'none'}`, () => {
    expect(left.every((each) => each.codes.every((code) => notYetJudged.includes(code)))).toBe(true);
  });
});

import { expect, test } from '@jest/globals';
import { compileFilterCriteria, isMappingError } from '@millrace/simulator';
import filterCases from './cases/filters.json' with { type: 'json' };

interface FilterCase {
  readonly id: string;
  readonly pattern: unknown;
  readonly record?: unknown;
  readonly matches?: boolean;
  readonly error?: boolean;
  /** What AWS's rule library says, which Lambda hides. */
  readonly reason?: string;
}

const cases: readonly FilterCase[] = filterCases;

// A text is given as it stands, since duplicate names and spellings of numbers do not survive JSON.parse.
function answerTo({ pattern, record }: FilterCase): unknown {
  const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
  try {
    return { matches: compileFilterCriteria({ Filters: [{ Pattern: text }] })(record) };
  } catch (error) {
    if (!isMappingError(error)) throw error;
    return { code: error.code, message: error.message, httpStatus: error.httpStatus };
  }
}

test.each(cases.map((filterCase) => [filterCase.id, filterCase] as const))('%s', (_, filterCase) => {
  const expected =
    filterCase.error === true
      ? { code: 'InvalidParameterValueException', message: 'Invalid filter pattern definition.', httpStatus: 400 }
      : { matches: filterCase.matches };

  expect(answerTo(filterCase)).toEqual(expected);
});

const withReason = cases.filter(
  ({ id, reason }) => reason !== undefined && !/^bad-(json|not-json|plain|empty-text)/u.test(id),
);

test.each(withReason.map(({ id, pattern, reason }) => [id, pattern, reason ?? ''] as const))(
  '%s: the hint gives the reason that Lambda hides',
  (_, pattern, reason) => {
    const text = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);

    expect(() => compileFilterCriteria({ Filters: [{ Pattern: text }] })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(reason) }),
    );
  },
);

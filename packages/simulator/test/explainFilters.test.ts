import { describe, expect, test } from '@jest/globals';
import { compileFilterCriteria, explainFilters } from '@millrace/simulator';
import * as fc from 'fast-check';

const criteria = (...patterns: readonly unknown[]) => ({
  Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })),
});
const explained = (pattern: unknown, record: unknown) => explainFilters(criteria(pattern))(record);

describe('the explanation of filters', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const value = fc.constantFrom('x', 'xy', 'Y', 1, 2, true, null);
  const aTest = fc.oneof(
    value,
    fc.constantFrom(
      { prefix: 'x' },
      { suffix: 'y' },
      { prefix: { 'equals-ignore-case': 'X' } },
      { 'equals-ignore-case': 'y' },
      { 'anything-but': 'x' },
      { 'anything-but': [1, 2] },
      { exists: true },
      { exists: false },
      { numeric: ['=', 1] },
      { numeric: ['<', 2] },
      { numeric: ['>', 0, '<=', 1] },
    ),
  );
  const leaf = fc.array(aTest, { minLength: 1, maxLength: 2 });
  const plain = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { minKeys: 1, maxKeys: 2 })), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  });
  // Lists in which two conditions may hold in different elements.
  const few = fc.constantFrom('x', 1);
  const inList = fc.record({ a: few.map((each) => [each]), b: few.map((each) => [each]) }).map((l) => ({ l }));
  const list = fc.array(fc.record({ a: few, b: few }), { maxLength: 3 }).map((l) => ({ l }));
  const pattern = fc.oneof(
    plain,
    inList,
    fc.tuple(plain, plain, plain).map(([whole, one, other]) => ({ ...whole, $or: [one, other] })),
  );
  const { record } = fc.letrec<{ record: unknown; value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, value, tie('record'), fc.array(tie('value'), { maxLength: 3 })),
    record: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  }));

  test('agrees with the filters: it passes if and only if they pass, and names a condition if and only if they do not', () => {
    const seen = { passed: 0, failed: 0, apart: 0 };

    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 3 }), fc.oneof(record, list), (patterns, aRecord) => {
        const { passes, filters } = explainFilters(criteria(...patterns))(aRecord);

        expect(passes).toBe(compileFilterCriteria(criteria(...patterns))(aRecord));
        for (const [index, filter] of filters.entries()) {
          expect(filter.passes).toBe(compileFilterCriteria(criteria(patterns[index]))(aRecord));
          expect(filter.failed.length === 0).toBe(filter.passes);
          seen[filter.passes ? 'passed' : 'failed']++;
          // A condition that is named is one that fails as a pattern of its own.
          for (const { path, expected, reason } of filter.failed) {
            const alone = compileFilterCriteria(criteria({ [path]: JSON.parse(expected) }))(aRecord);
            expect(alone).toBe(reason === 'apart');
            if (reason === 'apart') seen.apart++;
          }
        }
      }),
      { numRuns: 2000, seed: 20 },
    );

    expect(Math.min(seen.passed, seen.failed, seen.apart)).toBeGreaterThan(5);
  });

  test.each([
    [
      { eventName: ['INSERT'], dynamodb: { NewImage: { status: { S: ['PAID'] } } } },
      { eventName: 'MODIFY', dynamodb: { NewImage: { status: { S: 'PAID' } } } },
      [{ path: 'eventName', expected: '["INSERT"]', found: ['MODIFY'], reason: 'different' }],
    ],
    [
      { dynamodb: { NewImage: { total: { N: [{ numeric: ['>', 5] }] } } } },
      { dynamodb: { NewImage: { total: { N: '7' } } } },
      [{ path: 'dynamodb.NewImage.total.N', expected: '[{"numeric":[">",5]}]', found: ['7'], reason: 'different' }],
    ],
    [
      { dynamodb: { NewImage: { note: { S: [{ exists: true }] } } } },
      { dynamodb: {} },
      [{ path: 'dynamodb.NewImage.note.S', expected: '[{"exists":true}]', found: [], reason: 'absent' }],
    ],
    [
      { userIdentity: { type: [{ exists: false }] } },
      { userIdentity: { type: 'Service' } },
      [{ path: 'userIdentity.type', expected: '[{"exists":false}]', found: ['Service'], reason: 'present' }],
    ],
    [
      { lines: { L: { sku: ['a'], size: [2] } } },
      {
        lines: {
          L: [
            { sku: 'a', size: 1 },
            { sku: 'b', size: 2 },
          ],
        },
      },
      [
        { path: 'lines.L.sku', expected: '["a"]', found: ['a', 'b'], reason: 'apart' },
        { path: 'lines.L.size', expected: '[2]', found: [1, 2], reason: 'apart' },
      ],
    ],
  ])('names the conditions that do not hold: %j', (aPattern, aRecord, failed) => {
    expect(explained(aPattern, aRecord)).toEqual({
      passes: false,
      filters: [{ passes: false, alternatives: 1, failed }],
    });
  });

  test('of the alternatives of a $or it tells the nearest', () => {
    const either = {
      $or: [
        { a: ['x'], b: ['x'], c: ['x'] },
        { a: ['y'], b: ['x'] },
      ],
    };

    expect(explained(either, { a: 'z', b: 'x' })).toMatchObject({
      filters: [{ alternatives: 2, failed: [{ path: 'a', expected: '["y"]', found: ['z'] }] }],
    });
  });

  test('everything passes without filters, and criteria that AWS refuses are refused', () => {
    expect(explainFilters(undefined)({})).toEqual({ passes: true, filters: [] });
    expect(() => explainFilters({ Filters: [{ Pattern: '{"a":"x"}' }] })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  });
});

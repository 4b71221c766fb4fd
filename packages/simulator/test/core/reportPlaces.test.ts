import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { newBatch } from '../../src/core/batch.ts';
import type { PollerRules } from '../../src/core/pollerRules.ts';
import { reportPlaces } from '../../src/core/reportPlaces.ts';
import type { StreamRecord } from '../../src/core/streamRecord.ts';
import { defaultSemantics } from '../../src/index.ts';

const identifier = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map(String),
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom<unknown>(undefined, null, NaN, {}, [], true, '', '01'),
);
const entry = fc.oneof(
  identifier.map((itemIdentifier) => ({ itemIdentifier })),
  fc.constantFrom<unknown>(null, 'text', 3, []),
);

test('a report of a few entries and one of many are read alike: by search and by table', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 10 }),
      fc.array(entry, { minLength: 1, maxLength: 20 }),
      fc.constantFrom('accepted' as const, 'malformed' as const),
      (numbers, entries, numericIdentifier) => {
        const records = numbers
          .sort((a, b) => a - b)
          .map((number) => ({ sequenceNumber: String(number) }) as StreamRecord);
        const batch = newBatch(0, 'new', records);
        const rules = { semantics: { ...defaultSemantics, numericIdentifier } } as PollerRules;
        const few = reportPlaces(batch, rules, 1);
        const many = reportPlaces(batch, rules, 100);

        for (const each of entries) {
          expect([many.indexOf(each), many.isNumeric(each)]).toEqual([few.indexOf(each), few.isNumeric(each)]);
        }
      },
    ),
    { seed: 16, numRuns: 500 },
  );
});

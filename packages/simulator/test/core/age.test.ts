import { expect, test } from '@jest/globals';
import { expiredPrefix, finalInvokeExpiry } from '../../src/core/age.ts';
import { openWindow } from '../../src/core/tumblingWindow.ts';
import { createdAt, rulesWith, streamRecord } from './leafFixtures.ts';

const limits = { maximumRecordAgeMs: 100, semantics: { retentionMs: 1000 } } as const;

test.each([
  { what: 'nothing', ages: [], expired: undefined },
  { what: 'none that is younger than the limit', ages: [99, 99], expired: undefined },
  { what: 'what is as old as the limit', ages: [101, 100, 99], expired: { count: 2, expiry: 'RecordAgeExceeded' } },
  {
    what: 'what is as old as the stream keeps',
    ages: [1000],
    expired: { count: 1, expiry: 'StreamRetentionExceeded' },
  },
  { what: 'one cause only', ages: [1000, 999, 999], expired: { count: 1, expiry: 'StreamRetentionExceeded' } },
  { what: 'a prefix only', ages: [50, 999], expired: undefined },
  { what: 'all of it', ages: [200, 200], expired: { count: 2, expiry: 'RecordAgeExceeded' } },
])('S38: of the records of a batch, $what expires', ({ ages, expired }) => {
  const nowMs = 5000;
  const records = createdAt(...ages.map((age) => nowMs - age));

  expect(expiredPrefix(records, nowMs, rulesWith(limits))).toEqual(expired);
});

test('S38: with the boundary "kept", a record that is as old as the limit is not too old yet', () => {
  const rules = rulesWith({ ...limits, semantics: { ...limits.semantics, ageBoundary: 'kept' } });

  expect(expiredPrefix(createdAt(0), 100, rules)).toBeUndefined();
  expect(expiredPrefix(createdAt(0), 101, rules)).toEqual({ count: 1, expiry: 'RecordAgeExceeded' });
});

test.each([
  { finalCallAge: 'closing', lastMs: 2099 },
  { finalCallAge: 'windowStart', lastMs: 1099 },
  { finalCallAge: 'windowEnd', lastMs: 1599 },
] as const)('U9: the age of a final call counts from $finalCallAge', ({ finalCallAge, lastMs }) => {
  const rules = rulesWith({
    ...limits,
    tumblingWindowMs: 500,
    semantics: { ...limits.semantics, retentionMs: 100_000, finalCallAge },
  });
  const final = { dueAtMs: 2000, isTerminatedEarly: false };
  const window = openWindow(streamRecord(0, { createdAtMs: 1200 }), rules); // From 1000 to 1500.

  expect(finalInvokeExpiry(final, window, lastMs, rules)).toBeUndefined();
  expect(finalInvokeExpiry(final, window, lastMs + 1, rules)).toBe('RecordAgeExceeded');
});

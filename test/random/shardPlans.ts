import fc from 'fast-check';
import type { ShardPlan } from './shardModel.ts';

/** No two things happen at the same moment by design: what comes first then is no question to AWS. */
const gapMs = fc.oneof(
  { weight: 4, arbitrary: fc.nat(900) },
  { weight: 3, arbitrary: fc.nat(9000) },
  { weight: 1, arbitrary: fc.nat(200_000) },
);

const record = fc.record({
  gapMs,
  failures: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.constant(99) },
  ),
  isFilteredOut: fc.boolean(),
});

const settings = {
  batchSize: fc.integer({ min: 1, max: 7 }),
  batchingWindowMs: fc.constantFrom(0, 0, 1000, 5000, 60_000),
  retries: fc.constantFrom(-1, 0, 1, 2, 3),
  ageMs: fc.constantFrom(Infinity, 60_000, 120_000),
  bisects: fc.boolean(),
  reports: fc.boolean(),
  windowMs: fc.constantFrom(0, 1000, 5000, 30_000),
};

/** Stories of one shard, small enough to shrink well. */
export const shardPlans: fc.Arbitrary<ShardPlan> = fc
  .record({
    records: fc.array(record, { minLength: 1, maxLength: 16, size: 'max' }),
    ...settings,
    isReporting: fc.boolean(),
    mostSeen: fc.constantFrom(2, 5, 99),
    failingFinalCalls: fc.nat(5),
    startsAtLatest: fc.boolean(),
    latestGapMs: fc.constantFrom(0, 0, 900, 5000),
    durationMs: fc.constantFrom(0, 1, 130, 900),
    faults: fc.uniqueArray(fc.tuple(fc.nat(20), fc.constantFrom('throttle', 'crash', 'redeliver')), {
      maxLength: 4,
      selector: ([attempt]) => attempt,
    }),
    changes: fc.array(
      fc.record({
        gapMs: fc.oneof(fc.nat(2000), fc.nat(30_000)),
        forMs: fc.constantFrom(0, 0, 77, 20_011),
        settings: fc.record(settings, { requiredKeys: [] }),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ records, changes, windowMs, retries, ageMs, ...rest }) => {
    let atMs = rest.startsAtLatest ? -2003 : 0;
    let changedAtMs = 1;
    return {
      ...rest,
      windowMs,
      retries,
      ageMs: ended(retries, ageMs),
      records: records.map((each) => {
        atMs += each.gapMs;
        return { atMs, failures: each.failures, isFilteredOut: windowMs === 0 && each.isFilteredOut };
      }),
      changes: changes.map(({ gapMs: afterMs, forMs, settings: given }) => {
        // Windows and filters exclude each other, and nothing may go on for ever.
        const windows = windowMs === 0 || given.windowMs === 0 ? { windowMs } : {};
        const limits = {
          retries: given.retries ?? retries,
          ageMs: ended(given.retries ?? retries, given.ageMs ?? ageMs),
        };
        const updated = forMs === 0 ? { ...given, ...windows, ...limits } : {};
        const change = { atMs: changedAtMs + afterMs, forMs, settings: updated };
        changedAtMs = change.atMs + forMs + 1;
        return change;
      }),
    };
  });

/** A batch that always fails has to end. */
function ended(retries: number, ageMs: number): number {
  return retries === -1 && ageMs === Infinity ? 60_000 : ageMs;
}

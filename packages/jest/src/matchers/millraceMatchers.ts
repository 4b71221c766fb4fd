import type { EveryRecordOptions, ExpectedDiscard, ExpectedEffects, ExpectedInvocations } from '@millrace/simulator';
import type { ExpectedDocument } from './toHaveSentToDestination.ts';
import type { Duration } from './toKeepIteratorAgeBelow.ts';
import type { SettleOptions } from './toSettleEveryRecord.ts';

/** The matchers that importing `@millrace/jest` adds to `expect(trace)`. */
export interface MillraceMatchers<R> {
  /**
   * Nothing is lost: every record was processed, or discarded with a document that reached a destination. Records that
   * were filtered out or skipped do not count.
   */
  toSettleEveryRecord(options?: SettleOptions): R;
  /** The changes of each item (partition and sort key) reached the function in order, and no newer effect was undone. */
  toPreserveItemOrder(): R;
  /**
   * Exactly these records were given up, in any order; `[]`: none; without a list: at least one. With `.not`: none of
   * these was.
   */
  toHaveDiscarded(expected?: readonly (string | ExpectedDiscard)[]): R;
  /**
   * The function was invoked that many times, or with exactly these batches, or so often with a record:
   * `toHaveInvoked(7)`, `toHaveInvoked([['1', '2'], ['2']])`, `toHaveInvoked({ sequenceNumber: '2', times: 2 })`.
   */
  toHaveInvoked(expected?: ExpectedInvocations): R;
  /**
   * The handler did so much, exactly this, or so often what is described: `toHaveEffects(3)`,
   * `toHaveEffects(['charge', { name: 'email', sequenceNumber: '2' }])`, `toHaveEffects({ name: 'email', times: 2 })`. What came
   * after the answer, or was not done, counts only where `when` or `outcome` says so. Needs `@millrace/effects`.
   */
  toHaveEffects(expected?: ExpectedEffects): R;
  /** Nothing that writes was done again for the same record by a later call. Needs `@millrace/effects`. */
  toHaveNoRepeatedEffect(): R;
  /**
   * Each record that counts as processed has an effect that writes, or the one of that name, before the answer. Needs
   * `@millrace/effects`.
   */
  toHaveEffectForEveryRecord(options?: EveryRecordOptions): R;
  /** The trace has no warnings: nothing that AWS allows and bites, nothing that would differ on Lambda. */
  toHaveNoWarnings(): R;
  /** The on-failure destination got that many documents, or documents that contain these parts, in order. */
  toHaveSentToDestination(expected?: number | readonly ExpectedDocument[]): R;
  /** No call ended with its last record that old (S59): `toKeepIteratorAgeBelow('30s')`, or in milliseconds. */
  toKeepIteratorAgeBelow(limit: Duration): R;
}

declare module 'expect' {
  // The type parameters must be those of the original (see its index.d.ts).
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MillraceMatchers<R> {}
}

declare global {
  // @types/jest has its matchers here, and Vitest takes what it finds here into its own.
  namespace jest {
    interface Matchers<R, T = {}> extends MillraceMatchers<R> {}
  }
}

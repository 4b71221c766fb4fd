import { toHaveDiscarded } from './toHaveDiscarded.ts';
import { toHaveEffectForEveryRecord } from './toHaveEffectForEveryRecord.ts';
import { toHaveEffects } from './toHaveEffects.ts';
import { toHaveInvoked } from './toHaveInvoked.ts';
import { toHaveNoRepeatedEffect } from './toHaveNoRepeatedEffect.ts';
import { toHaveNoWarnings } from './toHaveNoWarnings.ts';
import { toHaveSentToDestination } from './toHaveSentToDestination.ts';
import { toKeepIteratorAgeBelow } from './toKeepIteratorAgeBelow.ts';
import { toPreserveItemOrder } from './toPreserveItemOrder.ts';
import { toSettleEveryRecord } from './toSettleEveryRecord.ts';

/**
 * The matchers, for an `expect` that importing `@millrace/jest` does not find by itself.
 *
 * @example
 * import { matchers } from '@millrace/jest';
 * expect.extend(matchers);
 */
export const matchers = {
  toHaveDiscarded,
  toHaveEffectForEveryRecord,
  toHaveEffects,
  toHaveInvoked,
  toHaveNoRepeatedEffect,
  toHaveNoWarnings,
  toHaveSentToDestination,
  toKeepIteratorAgeBelow,
  toPreserveItemOrder,
  toSettleEveryRecord,
};

import { registerMatchers } from './registerMatchers.ts';

export { isMatcherUsageError, MatcherUsageError, type MatcherUsageCode } from './matcherUsageError.ts';
export { matchers } from './matchers.ts';
export type { MillraceMatchers } from './millraceMatchers.ts';
export type { ExpectedDocument } from './toHaveSentToDestination.ts';
export type { Duration } from './toKeepIteratorAgeBelow.ts';
export type { SettleOptions } from './toSettleEveryRecord.ts';

registerMatchers();

import { registerMatchers } from './registerMatchers.ts';

export { isMatcherUsageError, MatcherUsageError, type MatcherUsageCode } from './matchers/matcherUsageError.ts';
export { matchers } from './matchers/matchers.ts';
export type { MillraceMatchers } from './matchers/millraceMatchers.ts';
export type { ExpectedDocument } from './matchers/toHaveSentToDestination.ts';
export type { Duration } from './matchers/toKeepIteratorAgeBelow.ts';
export type { SettleOptions } from './matchers/toSettleEveryRecord.ts';

registerMatchers();

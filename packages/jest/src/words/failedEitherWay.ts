import { type Failure, failureMessage } from './failureMessage.ts';
import type { MatcherResult, MatcherThis } from './matcher.ts';

/** A verdict that fails with `.not` as well: the trace cannot answer the question, so neither answer may pass. */
export function failedEitherWay(matcher: MatcherThis, failure: Failure): MatcherResult {
  const isNot = matcher.isNot === true;
  return { pass: isNot, message: () => failureMessage({ ...failure, call: `${isNot ? '.not' : ''}${failure.call}` }) };
}

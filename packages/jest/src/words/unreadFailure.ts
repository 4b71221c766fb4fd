import { counted, checkRead, type ExpectedRead, type Trace } from '@millrace/simulator';
import { failedEitherWay } from './failedEitherWay.ts';
import type { MatcherResult, MatcherThis } from './matcher.ts';

/**
 * With `.not`, a failure for records and shards that the trace does not know; `undefined` when it knows them all. That
 * nothing happened to such a record is true, and says nothing.
 */
export function unreadFailure(
  matcher: MatcherThis,
  trace: Trace,
  call: string,
  named: readonly ExpectedRead[],
): MatcherResult | undefined {
  if (matcher.isNot !== true) return undefined;
  const findings = checkRead(trace, named);
  if (findings.length === 0) return undefined;
  const which = counted(findings.length, 'record or shard that is named is', 'records or shards that are named are');
  const headline = `${which} not in the trace, so .not would pass whatever the run did. Is there a slip in the number, or did the run end before it?`;
  return failedEitherWay(matcher, { call, trace, headline, findings });
}

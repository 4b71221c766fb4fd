import { counted, checkRepeatedEffects } from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { effectCount, noEffects } from './effectCount.ts';
import { failedEitherWay } from '../words/failedEitherWay.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when nothing was done twice for the same record, however often the record came. */
export function toHaveNoRepeatedEffect(
  this: MatcherThis,
  received: unknown,
  ...given: readonly unknown[]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveNoRepeatedEffect');
  refuseArguments('toHaveNoRepeatedEffect', given, 0);
  const call = '.toHaveNoRepeatedEffect()';
  const findings = checkRepeatedEffects(trace);
  if (effectCount(trace) === 0) return failedEitherWay(this, { call, trace, headline: noEffects, findings });
  const pass = findings.length === 0;
  const headline = pass
    ? 'No effect was repeated.'
    : `${counted(findings.length, 'effect was', 'effects were')} done more than once for the same record.`;
  return { pass, message: () => failureMessage({ call: `${pass ? '.not' : ''}${call}`, trace, headline, findings }) };
}

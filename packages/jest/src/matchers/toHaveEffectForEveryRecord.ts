import { counted, checkEffectForEveryRecord, type EveryRecordOptions, recordFates } from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { askChecker } from './askChecker.ts';
import { effectCount, noEffects } from './effectCount.ts';
import { failedEitherWay } from '../words/failedEitherWay.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when each record that counts as processed has an effect, before the answer: nothing was skipped in silence. */
export function toHaveEffectForEveryRecord(
  this: MatcherThis,
  received: unknown,
  options?: EveryRecordOptions,
  ...others: readonly unknown[]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveEffectForEveryRecord');
  refuseArguments('toHaveEffectForEveryRecord', [options, ...others], 1);
  const call = `.toHaveEffectForEveryRecord(${argumentText(options)})`;
  const findings = askChecker('toHaveEffectForEveryRecord', () => checkEffectForEveryRecord(trace, options));
  const processed = recordFates(trace).filter(({ fate }) => fate === 'processed').length;
  if (processed === 0) {
    const nothing = 'No record counts as processed, so there is none that should have an effect.';
    return failedEitherWay(this, { call, trace, headline: nothing, findings });
  }
  if (effectCount(trace) === 0) return failedEitherWay(this, { call, trace, headline: noEffects, findings });
  const pass = findings.length === 0;
  const all = counted(processed, 'record');
  const headline = pass
    ? `Each of ${all} has its effect.`
    : `${findings.length} of ${all} that ${processed === 1 ? 'counts' : 'count'} as processed ${findings.length === 1 ? 'has' : 'have'} no effect before the answer.`;
  return { pass, message: () => failureMessage({ call: `${pass ? '.not' : ''}${call}`, trace, headline, findings }) };
}

import { counted, checkItemOrder, recordFates } from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { failedEitherWay } from '../words/failedEitherWay.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when the changes of each item reached the function one after the other and never stepped back. */
export function toPreserveItemOrder(this: MatcherThis, received: unknown, ...given: readonly unknown[]): MatcherResult {
  const trace = receivedTrace(received, 'toPreserveItemOrder');
  refuseArguments('toPreserveItemOrder', given, 0);
  const findings = checkItemOrder(trace);
  if (recordFates(trace).length === 0) {
    const nothing = 'The run read no record, so there is no order to keep or to break.';
    return failedEitherWay(this, { call: '.toPreserveItemOrder()', trace, headline: nothing, findings });
  }
  const pass = findings.length === 0;
  const headline = pass
    ? 'The changes of every item came in order.'
    : `The order of an item was broken ${findings.length === 1 ? 'once' : counted(findings.length, 'time')}.`;
  const call = `${pass ? '.not' : ''}.toPreserveItemOrder()`;
  return { pass, message: () => failureMessage({ call, trace, headline, findings }) };
}

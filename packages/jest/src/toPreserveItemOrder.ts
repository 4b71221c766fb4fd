import { checkItemOrder } from '@millrace/simulator';
import { countText } from './countText.ts';
import { failureMessage } from './failureMessage.ts';
import type { MatcherResult } from './matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when the changes of each item reached the function one after the other and never stepped back. */
export function toPreserveItemOrder(received: unknown): MatcherResult {
  const trace = receivedTrace(received, 'toPreserveItemOrder');
  const findings = checkItemOrder(trace);
  const pass = findings.length === 0;
  const headline = pass
    ? 'The changes of every item came in order.'
    : `The order of an item was broken ${findings.length === 1 ? 'once' : countText(findings.length, 'time', 'times')}.`;
  const call = `${pass ? '.not' : ''}.toPreserveItemOrder()`;
  return { pass, message: () => failureMessage({ call, trace, headline, findings }) };
}

import { counted, checkWarnings } from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when the run was warned about nothing: the mapping, its filters, the handler's answers. */
export function toHaveNoWarnings(received: unknown, ...given: readonly unknown[]): MatcherResult {
  const trace = receivedTrace(received, 'toHaveNoWarnings');
  refuseArguments('toHaveNoWarnings', given, 0);
  const findings = checkWarnings(trace);
  const pass = findings.length === 0;
  const call = `${pass ? '.not' : ''}.toHaveNoWarnings()`;
  const headline = pass
    ? 'The run has no warnings, expected at least one.'
    : `The run has ${counted(findings.length, 'warning')}, expected none.`;
  return { pass, message: () => failureMessage({ call, trace, headline, findings }) };
}

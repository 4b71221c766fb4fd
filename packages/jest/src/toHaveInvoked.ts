import { checkInvoked, type ExpectedInvocations, type Trace } from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import { countText } from './countText.ts';
import { checkExpectedInvocations } from './expectations.ts';
import { failureMessage } from './failureMessage.ts';
import type { MatcherResult } from './matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/** Passes when the function was invoked as expected: so many times, with these batches, or so often with a record. */
export function toHaveInvoked(received: unknown, expected?: ExpectedInvocations): MatcherResult {
  const trace = receivedTrace(received, 'toHaveInvoked');
  if (expected !== undefined) checkExpectedInvocations(expected);
  const findings = checkInvoked(trace, expected);
  const pass = findings.length === 0;
  const call = `${pass ? '.not' : ''}.toHaveInvoked(${argumentText(expected)})`;
  return { pass, message: () => failureMessage({ call, trace, headline: headline(trace, pass, expected), findings }) };
}

function headline(trace: Trace, pass: boolean, expected: ExpectedInvocations | undefined): string {
  const times = countText(trace.invocations.length, 'time', 'times');
  if (pass) return `The function was invoked as described (${times} in all), expected otherwise.`;
  return Array.isArray(expected)
    ? `The batches are not the expected ones: the function was invoked ${times}, expected ${expected.length}.`
    : `The function was not invoked as expected (${times} in all).`;
}

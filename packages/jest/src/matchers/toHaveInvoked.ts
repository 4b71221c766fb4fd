import { counted, checkInvoked, type ExpectedInvocations, type ExpectedRead, type Trace } from '@millrace/simulator';
import { argumentOf } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { askChecker } from './askChecker.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';
import { unreadFailure } from '../words/unreadFailure.ts';

/** Passes when the function was invoked as expected: so many times, with these batches, or so often with a record. */
export function toHaveInvoked(
  this: MatcherThis,
  received: unknown,
  ...given: readonly [expected?: ExpectedInvocations, ...others: unknown[]]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveInvoked');
  const expected = argumentOf('toHaveInvoked', given);
  const findings = askChecker('toHaveInvoked', () => checkInvoked(trace, expected));
  const call = `.toHaveInvoked(${argumentText(expected)})`;
  const unread = unreadFailure(this, trace, call, namedIn(expected));
  if (unread !== undefined) return unread;
  const pass = findings.length === 0;
  const text = headline(trace, pass, expected);
  return {
    pass,
    message: () => failureMessage({ call: `${pass ? '.not' : ''}${call}`, trace, headline: text, findings }),
  };
}

function namedIn(expected: ExpectedInvocations | undefined): readonly ExpectedRead[] {
  if (expected === undefined || typeof expected === 'number') return [];
  return isBatches(expected) ? expected.flat().map((sequenceNumber) => ({ sequenceNumber })) : [expected];
}

function isBatches(
  expected: Exclude<ExpectedInvocations, number>,
): expected is Extract<ExpectedInvocations, readonly unknown[]> {
  return Array.isArray(expected);
}

function headline(trace: Trace, pass: boolean, expected: ExpectedInvocations | undefined): string {
  const times = counted(trace.invocations.length, 'time');
  if (pass) return `The function was invoked as described (${times} in all), expected otherwise.`;
  return Array.isArray(expected)
    ? `The batches are not the expected ones: the function was invoked ${times}, expected ${expected.length}.`
    : `The function was not invoked as expected (${times} in all).`;
}

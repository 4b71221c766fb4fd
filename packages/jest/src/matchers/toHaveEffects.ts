import { counted, checkEffects, type ExpectedEffects, type ExpectedRead, type Trace } from '@millrace/simulator';
import { argumentOf } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { askChecker } from './askChecker.ts';
import { effectCount } from './effectCount.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';
import { unreadFailure } from '../words/unreadFailure.ts';

/** Passes when the handler did as described: so many effects, exactly these, or so many that are as described. */
export function toHaveEffects(
  this: MatcherThis,
  received: unknown,
  ...given: readonly [expected?: ExpectedEffects, ...others: unknown[]]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveEffects');
  const expected = argumentOf('toHaveEffects', given);
  const findings = askChecker('toHaveEffects', () => checkEffects(trace, expected));
  const call = `.toHaveEffects(${argumentText(expected)})`;
  const unread = unreadFailure(this, trace, call, namedIn(expected));
  if (unread !== undefined) return unread;
  const pass = findings.length === 0;
  return {
    pass,
    message: () =>
      failureMessage({ call: `${pass ? '.not' : ''}${call}`, trace, headline: headline(trace, pass), findings }),
  };
}

function namedIn(expected: ExpectedEffects | undefined): readonly ExpectedRead[] {
  if (expected === undefined || typeof expected === 'number') return [];
  const all: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  return all.flatMap((one): readonly ExpectedRead[] => {
    const sequenceNumber: unknown = Object(one).sequenceNumber;
    return typeof sequenceNumber === 'string' ? [{ sequenceNumber }] : [];
  });
}

function headline(trace: Trace, pass: boolean): string {
  const effects = counted(effectCount(trace), 'effect');
  return pass
    ? `The handler did as described (${effects} in all), expected otherwise.`
    : `The handler did not do what was expected (${effects} in all).`;
}

import { checkIteratorAge, type Trace } from '@millrace/simulator';
import { refuseArguments } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { failedEitherWay } from '../words/failedEitherWay.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { MatcherUsageError } from './matcherUsageError.ts';
import { receivedTrace } from './receivedTrace.ts';

/** A time: milliseconds, or a number with its unit, such as `'30s'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`;

/** Passes when no call ended with its last record that old: what a failing record does to those behind it. */
export function toKeepIteratorAgeBelow(
  this: MatcherThis,
  received: unknown,
  limit: Duration,
  ...others: readonly unknown[]
): MatcherResult {
  const trace = receivedTrace(received, 'toKeepIteratorAgeBelow');
  refuseArguments('toKeepIteratorAgeBelow', [limit, ...others], 1);
  const findings = checkIteratorAge(trace, millisecondsOf(limit));
  if (!hasAge(trace)) {
    const nothing = 'No call with records ended, so there is no iterator age to judge.';
    const question = `.toKeepIteratorAgeBelow(${argumentText(limit)})`;
    return failedEitherWay(this, { call: question, trace, headline: nothing, findings });
  }
  const pass = findings.length === 0;
  const call = `${pass ? '.not' : ''}.toKeepIteratorAgeBelow(${argumentText(limit)})`;
  const headline = pass ? 'No call reached that iterator age.' : 'The function fell too far behind the stream.';
  return { pass, message: () => failureMessage({ call, trace, headline, findings }) };
}

function hasAge({ events }: Trace): boolean {
  return events.some((event) => event.type === 'invocationEnded' && event.iteratorAgeMs !== undefined);
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function millisecondsOf(limit: unknown): number {
  const milliseconds = typeof limit === 'number' ? limit : parsed(limit);
  // No age is below 0, and each is below Infinity: such limits answer without looking.
  if (milliseconds > 0 && Number.isFinite(milliseconds)) return milliseconds;
  throw new MatcherUsageError(
    'InvalidExpectation',
    `toKeepIteratorAgeBelow got ${argumentText(limit) || 'nothing'}, expected milliseconds above 0 or a time such as '30s', '500ms', '2m' or '24h'.`,
  );
}

function parsed(limit: unknown): number {
  const match = typeof limit === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(limit) : null;
  return match === null ? Number.NaN : Number(match[1]) * (unitsMs[match[2] ?? ''] ?? Number.NaN);
}

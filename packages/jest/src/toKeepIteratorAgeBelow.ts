import { checkIteratorAge } from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import { failureMessage } from './failureMessage.ts';
import type { MatcherResult } from './matcher.ts';
import { MatcherUsageError } from './matcherUsageError.ts';
import { receivedTrace } from './receivedTrace.ts';

/** A time: milliseconds, or a number with its unit, such as `'30s'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`;

/** Passes when no call ended with its last record that old: what a failing record does to those behind it. */
export function toKeepIteratorAgeBelow(received: unknown, limit: Duration): MatcherResult {
  const trace = receivedTrace(received, 'toKeepIteratorAgeBelow');
  const findings = checkIteratorAge(trace, millisecondsOf(limit));
  const pass = findings.length === 0;
  const call = `${pass ? '.not' : ''}.toKeepIteratorAgeBelow(${argumentText(limit)})`;
  const headline = pass ? 'No call reached that iterator age.' : 'The function fell too far behind the stream.';
  return { pass, message: () => failureMessage({ call, trace, headline, findings }) };
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function millisecondsOf(limit: unknown): number {
  if (typeof limit === 'number' && limit >= 0) return limit;
  const match = typeof limit === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(limit) : null;
  if (match !== null) return Number(match[1]) * (unitsMs[match[2] ?? ''] ?? Number.NaN);
  throw new MatcherUsageError(
    'InvalidExpectation',
    `toKeepIteratorAgeBelow got ${JSON.stringify(limit) ?? String(limit)}, expected milliseconds or a time such as '30s', '500ms', '2m' or '24h'.`,
  );
}

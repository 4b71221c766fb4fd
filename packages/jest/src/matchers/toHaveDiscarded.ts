import {
  counted,
  checkDiscarded,
  type ExpectedDiscard,
  type Finding,
  type FindingCode,
  type Trace,
} from '@millrace/simulator';
import { argumentOf } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { askChecker } from './askChecker.ts';
import { tallyText } from '../words/tallyText.ts';
import { failureMessage } from '../words/failureMessage.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { MatcherUsageError } from './matcherUsageError.ts';
import { receivedTrace } from './receivedTrace.ts';
import { unreadFailure } from '../words/unreadFailure.ts';

/**
 * Passes when exactly the listed records were given up, in any order; without a list, when any was. With `.not` it
 * passes when none of the listed records was.
 */
export function toHaveDiscarded(
  this: MatcherThis,
  received: unknown,
  ...given: readonly [expected?: readonly (string | ExpectedDiscard)[], ...others: unknown[]]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveDiscarded');
  const expected = argumentOf('toHaveDiscarded', given);
  if (expected === undefined) return hasDiscarded(trace);
  const findings = askChecker('toHaveDiscarded', () => checkDiscarded(trace, expected));
  if (this.isNot !== true) return hasDiscardedExactly(trace, expected, findings);
  refuseEmptyList(expected);
  const named = expected.map((entry) => (typeof entry === 'string' ? { sequenceNumber: entry } : entry));
  const call = `.toHaveDiscarded(${argumentText(expected)})`;
  return unreadFailure(this, trace, call, named) ?? hasDiscardedSome(trace, expected);
}

function hasDiscarded(trace: Trace): MatcherResult {
  const pass = trace.discarded.length > 0;
  if (!pass) return failed(trace, '.toHaveDiscarded()', 'No record was discarded, expected at least one.', []);
  const findings = checkDiscarded(trace, []).map(withoutList);
  const headline = `${counted(findings.length, 'record was', 'records were')} discarded, expected none.`;
  return { ...failed(trace, '.not.toHaveDiscarded()', headline, findings), pass };
}

function refuseEmptyList(expected: readonly unknown[]): void {
  if (expected.length > 0) return;
  throw new MatcherUsageError(
    'InvalidExpectation',
    '.not.toHaveDiscarded got an empty list, which every run would pass. For none, write .toHaveDiscarded([]); for at least one, .toHaveDiscarded().',
  );
}

function hasDiscardedExactly(
  trace: Trace,
  expected: readonly (string | ExpectedDiscard)[],
  findings: readonly Finding[],
): MatcherResult {
  const headline = `The discarded records are not those of the list: ${tallyText(findings.map(({ code }) => words[code] ?? code))}.`;
  const result = failed(trace, `.toHaveDiscarded(${argumentText(expected)})`, headline, findings);
  return { ...result, pass: findings.length === 0 };
}

/** `.not` of a list is not "another list": whoever writes it means that these were spared. */
function hasDiscardedSome(trace: Trace, expected: readonly (string | ExpectedDiscard)[]): MatcherResult {
  const hits = expected.filter((entry) => {
    return checkDiscarded(trace, [entry]).every(({ code }) => code === 'unexpectedDiscard');
  });
  const spared = checkDiscarded(trace, []);
  const others = checkDiscarded(trace, hits).filter(({ code }) => code === 'unexpectedDiscard');
  const findings = spared.filter((finding) => !others.some((other) => isSameRecord(finding, other))).map(withoutList);
  const headline = `${counted(hits.length, 'record')} of the list ${hits.length === 1 ? 'was' : 'were'} discarded.`;
  const result = failed(trace, `.not.toHaveDiscarded(${argumentText(expected)})`, headline, findings);
  return { ...result, pass: hits.length > 0 };
}

const words: Partial<Record<FindingCode, string>> = {
  notDiscarded: 'not discarded',
  otherCondition: 'discarded for another reason',
  unexpectedDiscard: 'discarded but not in the list',
};

function failed(trace: Trace, call: string, headline: string, findings: readonly Finding[]): MatcherResult {
  return { pass: false, message: () => failureMessage({ call, trace, headline, findings }) };
}

function withoutList(finding: Finding): Finding {
  return { ...finding, message: finding.message.replace(' and is not in the list', '') };
}

function isSameRecord(a: Finding, b: Finding): boolean {
  return a.shardId === b.shardId && a.sequenceNumbers[0] === b.sequenceNumbers[0];
}

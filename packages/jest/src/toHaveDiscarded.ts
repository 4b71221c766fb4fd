import { checkDiscarded, type ExpectedDiscard, type Finding, type FindingCode, type Trace } from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import { countText, tallyText } from './countText.ts';
import { checkExpectedDiscards } from './expectations.ts';
import { failureMessage } from './failureMessage.ts';
import type { MatcherResult, MatcherThis } from './matcher.ts';
import { receivedTrace } from './receivedTrace.ts';

/**
 * Passes when exactly the listed records were given up, in any order; without a list, when any was. With `.not` it
 * passes when none of the listed records was.
 */
export function toHaveDiscarded(
  this: MatcherThis,
  received: unknown,
  expected?: readonly (string | ExpectedDiscard)[],
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveDiscarded');
  if (expected === undefined) return hasDiscarded(trace);
  checkExpectedDiscards(expected);
  return this.isNot === true ? hasDiscardedSome(trace, expected) : hasDiscardedExactly(trace, expected);
}

function hasDiscarded(trace: Trace): MatcherResult {
  const pass = trace.discarded.length > 0;
  if (!pass) return failed(trace, '.toHaveDiscarded()', 'No record was discarded, expected at least one.', []);
  const findings = checkDiscarded(trace, []).map(withoutList);
  const headline = `${countText(findings.length, 'record was', 'records were')} discarded, expected none.`;
  return { ...failed(trace, '.not.toHaveDiscarded()', headline, findings), pass };
}

function hasDiscardedExactly(trace: Trace, expected: readonly (string | ExpectedDiscard)[]): MatcherResult {
  const findings = checkDiscarded(trace, expected);
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
  const headline = `${countText(hits.length, 'record', 'records')} of the list ${hits.length === 1 ? 'was' : 'were'} discarded.`;
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

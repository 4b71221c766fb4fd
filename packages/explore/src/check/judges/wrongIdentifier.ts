import { compareSequenceNumbers, isSequenceNumber } from '@millrace/records';
import { factsOf, remembersFailures, reportedIn, shortly } from '../seen.ts';
import type { Judge } from './judge.ts';

/** A report names what is no record of its batch, or one behind the record that failed. */
export const wrongIdentifier: Judge = (seen) => {
  if (!seen.reports || remembersFailures(seen)) return undefined;
  for (const facts of seen.facts) {
    for (const { response, sequenceNumbers } of facts.calls) {
      const reported = reportedIn(response);
      const foreign = reported?.find((one) => !sequenceNumbers.includes(String(one)));
      if (reported === undefined || reported.every((one) => sequenceNumbers.includes(String(one)))) continue;
      const evidence = `itemIdentifier is ${shortly(foreign)}, the batch has ${shortly(sequenceNumbers)}`;
      return { code: 'wrongIdentifier', scenario: facts.probe.name, evidence };
    }
  }
  for (const facts of factsOf(seen, 'effectFault')) {
    const failed = facts.effects.find(
      ({ outcome, invocation }) => invocation === 0 && outcome === 'refused',
    )?.sequenceNumber;
    const reported = reportedIn(facts.calls[0]?.response)?.map(String).filter(isSequenceNumber) ?? [];
    const [lowest] = reported.toSorted(compareSequenceNumbers);
    if (failed === undefined || lowest === undefined || compareSequenceNumbers(lowest, failed) <= 0) continue;
    const evidence = `the effect of record ${failed} was refused, and the answer reports ${lowest}, which is behind it`;
    return { code: 'wrongIdentifier', scenario: facts.probe.name, evidence };
  }
  return undefined;
};

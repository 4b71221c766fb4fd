import { factsOf, remembersFailures, worksClean } from '../seen.ts';
import type { Judge } from './judge.ts';

/** When one record is given up, others that were never bad are given up with it. */
export const losesInnocents: Judge = (seen) => {
  const { mapping } = seen;
  const facts = factsOf(seen, 'poison')[0];
  if (mapping === undefined || facts === undefined || (mapping.MaximumRetryAttempts ?? -1) < 0) return undefined;
  const lost = facts.fates.filter(
    ({ fate, sequenceNumber }) => fate === 'discarded' && sequenceNumber !== facts.probe.about,
  );
  if (lost.length === 0 || !worksClean(seen) || remembersFailures(seen)) return undefined;
  const evidence = `1 record is bad, ${lost.length + 1} of ${facts.fates.length} were discarded`;
  return { code: 'losesInnocents', scenario: facts.probe.name, evidence };
};

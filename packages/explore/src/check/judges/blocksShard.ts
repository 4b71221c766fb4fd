import { factsOf } from '../seen.ts';
import type { Judge } from './judge.ts';

/** One record that always fails holds up all behind it, as the mapping never gives up. */
export const blocksShard: Judge = (seen) => {
  const { mapping } = seen;
  const facts = factsOf(seen, 'poison')[0];
  if (mapping === undefined || facts === undefined) return undefined;
  if ((mapping.MaximumRetryAttempts ?? -1) >= 0 || (mapping.MaximumRecordAgeInSeconds ?? -1) > 0) return undefined;
  const failed = facts.calls.filter(({ outcome }) => outcome !== 'success' && outcome !== 'partialFailure').length;
  if (failed < 2) return undefined;
  const evidence =
    'MaximumRetryAttempts and MaximumRecordAgeInSeconds have no limit: the record is tried for 24 hours, and its shard stands';
  return { code: 'blocksShard', scenario: facts.probe.name, evidence };
};

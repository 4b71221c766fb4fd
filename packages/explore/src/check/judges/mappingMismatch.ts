import { reportedIn, shortly } from '../seen.ts';
import type { Judge } from './judge.ts';

/** The handler answers for another mapping than it has. */
export const mappingMismatch: Judge = (seen) => {
  if (seen.mapping === undefined) return undefined;
  for (const facts of seen.facts) {
    for (const { response, outcome } of facts.calls) {
      const scenario = facts.probe.name;
      if (outcome === 'stateMissing') {
        const evidence = `the mapping has TumblingWindowInSeconds ${seen.mapping.TumblingWindowInSeconds}, and the answer ${shortly(response)} has no state`;
        return { code: 'mappingMismatch', scenario, evidence };
      }
      const reported = reportedIn(response) ?? [];
      if (!seen.reports && outcome === 'success' && reported.length > 0) {
        const evidence = `the answer ${shortly(response)} reports, and FunctionResponseTypes of the mapping is ${shortly(seen.mapping.FunctionResponseTypes ?? [])}: all counts as processed`;
        return { code: 'mappingMismatch', scenario, evidence };
      }
    }
  }
  return undefined;
};

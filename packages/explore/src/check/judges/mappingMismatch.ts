import type { Invocation } from '@millrace/simulator';
import type { Sighting } from '../finding.ts';
import { cleanOf, reportedIn, type Seen, shortly } from '../seen.ts';
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
  return stateForNobody(seen);
};

/** Each answer is the state of a window, and there is none: it is dropped. */
function stateForNobody(seen: Seen): Sighting | undefined {
  const clean = cleanOf(seen);
  if (clean === undefined || (seen.mapping?.TumblingWindowInSeconds ?? 0) > 0 || clean.calls.length === 0)
    return undefined;
  const isState = ({ response }: Invocation): boolean =>
    typeof response === 'object' && response !== null && Object.keys(response).join() === 'state';
  if (!clean.calls.every(isState)) return undefined;
  const evidence = `the answer ${shortly(clean.calls[0]?.response)} is for a window, and the mapping has no TumblingWindowInSeconds: it is dropped`;
  return { code: 'mappingMismatch', scenario: clean.probe.name, evidence };
}

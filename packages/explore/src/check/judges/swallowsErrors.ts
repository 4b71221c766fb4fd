import { answersBeforeDone } from './answersBeforeDone.ts';
import { hiddenFailures } from './refusedCall.ts';
import { saysFailure } from './hidesFailure.ts';
import type { Sighting } from '../finding.ts';
import { cleanOf, factsOf, reportedIn, type Seen, worksClean } from '../seen.ts';
import { writesOf } from '../writes.ts';
import type { Judge } from './judge.ts';

/** An effect was refused, and the call is a success that says nothing of it. */
export const swallowsErrors: Judge = (seen) => {
  const found = hiddenFailures(seen).find(
    ({ call }) => !saysFailure(call.response, seen.reports) && (reportedIn(call.response)?.length ?? 0) === 0,
  );
  // What fails behind the answer is told as that.
  if (found === undefined) return swallowedEntry(seen);
  if (answersBeforeDone(seen) !== undefined) return undefined;
  const { facts, effect } = found;
  const evidence = `${effect.name} was refused, the call is a success, and ${effect.sequenceNumber === undefined ? 'its record' : `record ${effect.sequenceNumber}`} never comes again`;
  return { code: 'swallowsErrors', scenario: facts.probe.name, evidence };
};

/** A batch of entries said that one of them failed, and nothing was done about it. */
function swallowedEntry(seen: Seen): Sighting | undefined {
  const clean = cleanOf(seen);
  const facts = factsOf(seen, 'partlyFail')[0];
  const effect = facts?.effects.find(({ outcome }) => outcome === 'partlyFailed');
  if (clean === undefined || facts === undefined || effect === undefined || !worksClean(seen)) return undefined;
  const isHeard = facts.calls.some(({ outcome }) => outcome !== 'success');
  const isInstead = writesOf(facts).length > writesOf(clean).length;
  if (isHeard || isInstead || effect.when === 'afterAnswer') return undefined;
  const evidence = `${effect.name} answered that an entry failed, and the call is a success`;
  return { code: 'swallowsErrors', scenario: facts.probe.name, evidence };
}

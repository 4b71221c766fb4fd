import { cleanOf, factsOf, remembersFailures, shortly, worksClean } from '../seen.ts';
import { doneWrites, sameWrites } from '../writes.ts';
import { answersBeforeDone } from './answersBeforeDone.ts';
import type { Judge } from './judge.ts';

/** The second call of a process does something else than the first, with the same records and a fresh world. */
export const keepsStateBetweenCalls: Judge = (seen) => {
  const clean = cleanOf(seen);
  const isAfter = remembersFailures(seen);
  const again = factsOf(seen, isAfter ? 'afterFault' : 'again')[0];
  if (clean === undefined || again === undefined || !worksClean(seen)) return undefined;
  // What comes behind an answer is there or not, as it happens.
  if (answersBeforeDone(seen) !== undefined) return undefined;
  if (isAfter) {
    const evidence = `after a call that failed, one with the same records answers ${shortly(again.calls[0]?.response)}, and not ${shortly(clean.calls[0]?.response)}`;
    return { code: 'keepsStateBetweenCalls', scenario: again.probe.name, evidence };
  }
  if (sameWrites(clean, again, seen.unsteady)) return undefined;
  const [elsewhere] = factsOf(seen, 'elsewhere');
  if (elsewhere !== undefined && !sameWrites(clean, elsewhere, seen.unsteady)) return undefined;
  const evidence = `the first call has ${doneWrites(clean).length} effects, the second, with the same records, ${doneWrites(again).length}${doneWrites(clean).length === doneWrites(again).length ? ' others' : ''}`;
  return { code: 'keepsStateBetweenCalls', scenario: again.probe.name, evidence };
};

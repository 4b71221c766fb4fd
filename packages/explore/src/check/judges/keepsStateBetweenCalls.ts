import { cleanOf, factsOf, worksClean } from '../seen.ts';
import { doneWrites, sameWrites } from '../writes.ts';
import type { Judge } from './judge.ts';

/** The second call of a process does something else than the first, with the same records and a fresh world. */
export const keepsStateBetweenCalls: Judge = (seen) => {
  const clean = cleanOf(seen);
  const again = factsOf(seen, 'again')[0];
  if (clean === undefined || again === undefined || !worksClean(seen) || sameWrites(clean, again)) return undefined;
  const evidence = `the first call has ${doneWrites(clean).length} effects, the second, with the same records, ${doneWrites(again).length}${doneWrites(clean).length === doneWrites(again).length ? ' others' : ''}`;
  return { code: 'keepsStateBetweenCalls', scenario: again.probe.name, evidence };
};

import { counted } from '@millrace/simulator';
import { cleanOf, factsOf, sameEnd, worksClean } from '../seen.ts';
import { repeatedIn } from '../writes.ts';
import type { Judge } from './judge.ts';

/** A batch succeeded, comes again, and everything is done again. */
export const repeatsOnRedelivery: Judge = (seen) => {
  const clean = cleanOf(seen);
  const facts = factsOf(seen, 'redeliver')[0];
  if (clean === undefined || facts === undefined || !worksClean(seen) || sameEnd(seen, clean, facts)) return undefined;
  const harmful = repeatedIn(facts, clean, seen.unsteady);
  const [first] = harmful;
  if (first === undefined) return undefined;
  const evidence = `${counted(harmful.length, 'effect')} done again; ${first.effect.name} was done ${first.times} times`;
  return { code: 'repeatsOnRedelivery', scenario: facts.probe.name, evidence };
};

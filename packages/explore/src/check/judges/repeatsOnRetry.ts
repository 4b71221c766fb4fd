import { counted } from '@millrace/simulator';
import { cleanOf, factsOf, sameEnd, worksClean } from '../seen.ts';
import { repeatedIn } from '../writes.ts';
import type { Judge } from './judge.ts';

/** A call failed, and its retry does again what the first try had done. */
export const repeatsOnRetry: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined || !worksClean(seen)) return undefined;
  for (const facts of factsOf(seen, 'effectFault')) {
    // What is reported and comes again is told as runsOnBehindFailure.
    if (facts.calls[0]?.outcome !== 'functionError' || sameEnd(seen, clean, facts)) continue;
    const harmful = repeatedIn(facts, clean, seen.unsteady);
    const [first] = harmful;
    if (first === undefined) continue;
    const evidence = `${counted(harmful.length, 'effect')} done again; ${first.effect.name} was done ${first.times} times`;
    return { code: 'repeatsOnRetry', scenario: facts.probe.name, evidence };
  }
  return undefined;
};

import { cleanOf, factsOf, sameEnd, worksClean } from '../seen.ts';
import { isHarmless, signatureOf } from '../writes.ts';
import type { Judge } from './judge.ts';
import { repeatsOnRedelivery } from './repeatsOnRedelivery.ts';
import { repeatsOnRetry } from './repeatsOnRetry.ts';

/**
 * The handler knows what it has done already, and a crash between two effects still loses or repeats one: what it remembers
 * and what it does are not one step.
 */
export const effectsNotAtomic: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined || !worksClean(seen) || factsOf(seen, 'redeliver').length === 0) return undefined;
  const usual = new Set(signatureOf(clean));
  const remembers = repeatsOnRedelivery(seen) === undefined && repeatsOnRetry(seen) === undefined;
  for (const facts of factsOf(seen, 'crash')) {
    if (sameEnd(seen, clean, facts) || facts.calls.at(-1)?.outcome !== 'success') continue;
    const done = new Set(signatureOf(facts));
    const lost = [...usual].filter((write) => !done.has(write));
    if (lost.length > 0) {
      const evidence = `${lost.length} of ${usual.size} effects were never done, the first is ${lost[0]?.split('\n')[0]}`;
      return { code: 'effectsNotAtomic', scenario: facts.probe.name, evidence };
    }
    const [twice] = remembers ? facts.repeated.filter(({ effect }) => !isHarmless(effect)) : [];
    if (twice === undefined) continue;
    const evidence = `${twice.effect.name} was done ${twice.times} times, though a redelivery repeats nothing`;
    return { code: 'effectsNotAtomic', scenario: facts.probe.name, evidence };
  }
  return undefined;
};

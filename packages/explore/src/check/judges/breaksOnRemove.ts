import { cleanOf, factsOf, worksClean } from '../seen.ts';
import { breaksOn } from './breaksOn.ts';
import type { Judge } from './judge.ts';

/** The handler fails on a deletion, which has no new image. */
export const breaksOnRemove: Judge = (seen) => {
  const clean = cleanOf(seen);
  if (clean === undefined || !worksClean(seen)) return undefined;
  for (const facts of factsOf(seen, 'remove', 'ttl')) {
    const found = breaksOn('breaksOnRemove', facts, clean);
    if (found !== undefined) return found;
  }
  return undefined;
};

import { cleanOf, factsOf, sameEnd, worksClean } from '../seen.ts';
import { isHarmless, signatureOf } from '../writes.ts';
import { answersBeforeDone } from './answersBeforeDone.ts';
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
  if (answersBeforeDone(seen) !== undefined) return undefined;
  const usual = counted(signatureOf(clean));
  const remembers = repeatsOnRedelivery(seen) === undefined && repeatsOnRetry(seen) === undefined;
  for (const facts of factsOf(seen, 'crash')) {
    if (sameEnd(seen, clean, facts) || facts.calls.at(-1)?.outcome !== 'success') continue;
    const done = counted(signatureOf(facts));
    // A clock in what is written makes another of the same effect: it counts as done.
    const [usualNames, doneNames] = [named(usual), named(done)];
    const lost = [...usual].flatMap(([write, times]) =>
      (done.get(write) ?? 0) < times && (doneNames.get(nameOf(write)) ?? 0) < (usualNames.get(nameOf(write)) ?? 0)
        ? [write]
        : [],
    );
    if (lost.length > 0) {
      const evidence = `${nameOf(lost[0])} was done ${times(done.get(lost[0] ?? ''))} in all, without a crash ${times(usual.get(lost[0] ?? ''))}`;
      return { code: 'effectsNotAtomic', scenario: facts.probe.name, evidence };
    }
    const [twice] = remembers ? facts.repeated.filter(({ effect }) => !isHarmless(effect)) : [];
    if (twice === undefined) continue;
    const evidence = `${twice.effect.name} was done ${twice.times} times, though a redelivery repeats nothing`;
    return { code: 'effectsNotAtomic', scenario: facts.probe.name, evidence };
  }
  return undefined;
};

function counted(writes: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const write of writes) counts.set(write, (counts.get(write) ?? 0) + 1);
  return counts;
}

function named(writes: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return counted([...writes].flatMap(([write, times]) => Array.from({ length: times }, () => nameOf(write))));
}

function nameOf(signature = ''): string {
  return signature.split('\n')[0] ?? '';
}

function times(count = 0): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`;
}

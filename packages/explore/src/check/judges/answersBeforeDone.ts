import { factsOf } from '../seen.ts';
import { writesOf } from '../writes.ts';
import type { Judge } from './judge.ts';

/** A write begins, or ends, after the answer. */
export const answersBeforeDone: Judge = (seen) => {
  for (const facts of factsOf(seen, 'batch', 'oneByOne', 'alone')) {
    const answered = new Set(facts.calls.filter(({ outcome }) => outcome === 'success').map(({ index }) => index));
    const late = writesOf(facts).filter(({ when, invocation }) => when === 'afterAnswer' && answered.has(invocation));
    const [first] = late;
    if (first === undefined) continue;
    const evidence = `${late.length} of ${writesOf(facts).length} effects came after the answer, the first is ${first.name}`;
    return { code: 'answersBeforeDone', scenario: facts.probe.name, evidence };
  }
  return undefined;
};

import type { EffectEvent, Invocation } from '@millrace/simulator';
import type { ProbeFacts } from '../probeFacts.ts';
import { cleanOf, factsOf, type Seen, worksClean } from '../seen.ts';
import { doneWrites, signatureOf } from '../writes.ts';

/** A call that went well by its answer, though one of its effects did not. */
export interface HiddenFailure {
  readonly facts: ProbeFacts;
  readonly call: Invocation;
  readonly effect: EffectEvent;
}

const watching = /^(?:cloudwatch|logs|xray)\./;

/**
 * The failures that nobody hears of: an effect was refused, its call counts as a success, what was refused was never made up
 * for, and the handler did nothing else instead, such as a message to a queue of its own.
 */
export function hiddenFailures(seen: Seen): readonly HiddenFailure[] {
  const clean = cleanOf(seen);
  if (clean === undefined || !worksClean(seen)) return [];
  return factsOf(seen, 'effectFault').flatMap((facts) => {
    const effect = facts.effects.find(({ invocation, outcome }) => invocation === 0 && outcome === 'refused');
    const call = facts.calls[0];
    if (effect === undefined || call?.outcome !== 'success' || watching.test(effect.name)) return [];
    if (effect.when === 'afterAnswer' || facts.isForgotten) return [];
    const usual = signatureOf(clean, seen.unsteady);
    const done = signatureOf(facts, seen.unsteady);
    const isMissing = usual.some((write) => !done.includes(write)) || done.length < usual.length;
    const isInstead = doneWrites(facts).some(
      ({ name, key }) => !usual.includes(`${name}\n${seen.unsteady.has(name) ? '' : key}`),
    );
    return isMissing && !isInstead ? [{ facts, call, effect }] : [];
  });
}

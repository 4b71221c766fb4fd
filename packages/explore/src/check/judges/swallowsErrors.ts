import { hiddenFailures } from './refusedCall.ts';
import { saysFailure } from './hidesFailure.ts';
import { reportedIn } from '../seen.ts';
import type { Judge } from './judge.ts';

/** An effect was refused, and the call is a success that says nothing of it. */
export const swallowsErrors: Judge = (seen) => {
  const found = hiddenFailures(seen).find(
    ({ call }) => !saysFailure(call.response, seen.reports) && (reportedIn(call.response)?.length ?? 0) === 0,
  );
  if (found === undefined) return undefined;
  const { facts, effect } = found;
  const evidence = `${effect.name} was refused, the call is a success, and ${effect.sequenceNumber === undefined ? 'its record' : `record ${effect.sequenceNumber}`} never comes again`;
  return { code: 'swallowsErrors', scenario: facts.probe.name, evidence };
};

import { factsOf } from '../seen.ts';
import type { Judge } from './judge.ts';

/** The event is not what it was after the call. */
export const changesItsEvent: Judge = (seen) => {
  const facts = factsOf(seen, 'event')[0];
  if (facts?.eventChange === undefined) return undefined;
  const evidence = `${facts.eventChange} is not what it was`;
  return { code: 'changesItsEvent', scenario: facts.probe.name, evidence };
};

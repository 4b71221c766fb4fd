import { placeIn } from '../placeIn.ts';
import type { Judge } from './judge.ts';

/** A promise is rejected and nobody hears it. */
export const unhandledRejection: Judge = ({ facts }) => {
  const isTelling = ({ probe }: (typeof facts)[number]): boolean => probe.kind !== 'crash' && probe.kind !== 'timeout';
  const found = facts.find((one) => isTelling(one) && one.unhandled.length > 0);
  const [stack] = found?.unhandled ?? [];
  if (found === undefined || stack === undefined) return undefined;
  const evidence = `${found.unhandled.length} unhandled: ${stack.split('\n')[0] ?? ''}`;
  return { code: 'unhandledRejection', scenario: found.probe.name, evidence, ...placeIn(stack) };
};

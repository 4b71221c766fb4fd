import type { Judge } from './judge.ts';

/** A promise is rejected and nobody hears it. */
export const unhandledRejection: Judge = ({ facts }) => {
  const isTelling = ({ probe }: (typeof facts)[number]): boolean => probe.kind !== 'crash' && probe.kind !== 'timeout';
  for (const one of facts.filter(isTelling)) {
    const found = one.escapes.filter(({ kind }) => kind === 'rejection');
    const [first] = found;
    if (first === undefined) continue;
    return {
      code: 'unhandledRejection',
      scenario: one.probe.name,
      evidence: `${found.length} unhandled: ${first.message}`,
    };
  }
  return undefined;
};

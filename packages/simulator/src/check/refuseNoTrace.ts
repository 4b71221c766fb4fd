import { CheckerUsageError } from './checkerUsageError.ts';
import { givenText } from '../words/givenText.ts';

/** Refuses what is no trace, first of all the promise of one. By its shape: one of another copy is as good. */
export function refuseNoTrace(checker: string, given: unknown): void {
  const isObject = typeof given === 'object' && given !== null;
  if (isObject && 'then' in given) {
    throw new CheckerUsageError(
      'NotAwaited',
      checker,
      `got a promise. Await the simulation first: \`${checker}(await simulate({ … }))\`.`,
    );
  }
  if (isObject && 'events' in given && 'scenario' in given && Array.isArray(given.events)) {
    if (typeof given.scenario === 'object' && given.scenario !== null) return;
  }
  throw new CheckerUsageError(
    'NotATrace',
    checker,
    `got ${givenText(given)}, expected the trace that \`await simulate({ … })\` answers with.`,
  );
}

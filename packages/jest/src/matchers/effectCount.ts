import type { Trace } from '@millrace/simulator';

/** How many effects a trace tells of, whatever became of them. */
export function effectCount({ events }: Trace): number {
  let count = 0;
  for (const event of events) if (event.type === 'effect') count++;
  return count;
}

/** What to say of a trace that tells of none: whether the handler does nothing, or nobody saw it, it does not say. */
export const noEffects =
  "The trace tells of no effect, so there is nothing to judge. Are the handler's functions wrapped (effects.wrap), its clients (effects.client), or its requests intercepted (interceptEffects)? All are of @millrace/effects.";

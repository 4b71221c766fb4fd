import { reasonOf } from '@millrace/simulator';
import type { Trace } from '@millrace/simulator';
import type { Breach } from './breach.ts';

/**
 * What must hold at the end of every run. It fails by answering `false` or a sentence, or by throwing.
 *
 * @param state what `observe` answered
 */
export type Invariant = (trace: Trace, state: never) => unknown;

/** What must hold at the end of at least one run. */
export interface Sometimes {
  readonly sometimes: string;
  readonly predicate: (trace: Trace, state: never) => boolean;
}

/** Invariants of one's own: by name, or in a list, where functions go by their names. */
export type Invariants = readonly (Invariant | Sometimes)[] | Readonly<Record<string, Invariant | Sometimes>>;

/**
 * Something that must happen in at least one run, or the exploration fails: that a branch is reached, that a record is
 * really given up. Says that an exploration tried what it was meant to try.
 *
 * @example
 * await assertSurvives({ setup, records, mapping, invariants: [sometimes('a bonus is paid', (_, state) => state.bonus > 0)] });
 */
export function sometimes(name: string, predicate: Sometimes['predicate']): Sometimes {
  return { sometimes: name, predicate };
}

/** Each invariant with its name. */
export function namedInvariants(invariants: Invariants): readonly (readonly [name: string, Invariant | Sometimes])[] {
  if (!isList(invariants)) return Object.entries(invariants);
  return invariants.map((invariant, index) => [
    typeof invariant === 'function' ? invariant.name || `number ${index + 1}` : invariant.sometimes,
    invariant,
  ]);
}

function isList(invariants: Invariants): invariants is readonly (Invariant | Sometimes)[] {
  return Array.isArray(invariants);
}

/** What an invariant says of a run. */
export function askInvariant(name: string, invariant: Invariant, trace: Trace, state: unknown): Breach | undefined {
  const breach = (message: string): Breach => ({ code: `invariant: ${name}`, message, sequenceNumbers: [] });
  try {
    const answer = invariant(trace, state as never);
    if (answer === false) return breach(`The invariant "${name}" does not hold.`);
    return typeof answer === 'string' ? breach(answer) : undefined;
  } catch (error) {
    return breach(reasonOf(error));
  }
}

import type { EffectsReport, RecordEffects } from '@millrace/effects';
import { type EffectEvent, repeatedEffects, type Trace } from '@millrace/simulator';

/** An effect by what names it, and where it was met. */
export interface ToldEffect {
  readonly name: string;
  /** The records that it was for, as far as that is known. */
  readonly sequenceNumbers: readonly string[];
  /** The invocations that it was met in. */
  readonly invocations: readonly number[];
  readonly error?: string;
}

/** What a handler did, seen by interception. */
export interface EffectsTold {
  readonly sum: EffectsReport['sum'];
  /** How often each was done, by name. */
  readonly names: EffectsReport['names'];
  /** What was done again, once for each, with all invocations that did it. */
  readonly repeated: readonly ToldEffect[];
  /** Records that count as processed with nothing done for them, while something was done for others. */
  readonly missing: readonly { readonly shardId: string; readonly sequenceNumber: string }[];
  /** Not ended when the handler answered: on Lambda they are frozen or lost. */
  readonly late: readonly ToldEffect[];
  /** Under way when the call ended without an answer, as in a time-out: done or not, nobody knows. */
  readonly unfinished: readonly ToldEffect[];
  /** Kept from leaving the machine. */
  readonly refused: readonly ToldEffect[];
  /** Went wrong in a call that counts the record as processed. */
  readonly swallowed: readonly ToldEffect[];
  readonly records: readonly RecordEffects[];
}

/** What a handler did, per record and in sum; `refusals` is what interception refused, also outside of an invocation. */
export function effectsTold(trace: Trace, report: EffectsReport, refusals: readonly Error[] = []): EffectsTold {
  const { sum, names, records, found } = report;
  // An error that a handler passes on may be cut, or in other words; what was refused is told by its host or its file.
  const seen = new Set(found.refused.map(({ error }) => error?.errorMessage));
  const unseen = [...new Set(refusals.map(({ message }) => message))]
    .filter((message) => !seen.has(message))
    .map((error) => ({ name: 'connection', sequenceNumbers: [], invocations: [], error }));
  return {
    sum: { ...sum, refused: sum.refused + unseen.length },
    names,
    repeated: repeatedEffects(trace).map(({ all }) => together(all.map(({ effect }) => effect))),
    missing: records
      .filter(({ isMissing }) => isMissing)
      .map(({ shardId, sequenceNumber }) => ({ shardId, sequenceNumber })),
    late: found.late.map(told),
    unfinished: found.unfinished.map(told),
    refused: [...alike(found.refused), ...unseen],
    swallowed: found.swallowed.map(told),
    records,
  };
}

/** The same effect, refused at every attempt, is told once. */
function alike(effects: readonly EffectEvent[]): readonly ToldEffect[] {
  const groups = new Map<string, EffectEvent[]>();
  for (const effect of effects) {
    const key = [effect.shardId, effect.name, effect.key, effect.error?.errorMessage].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [effect]);
    else group.push(effect);
  }
  return [...groups.values()].map(together);
}

function together(same: readonly EffectEvent[]): ToldEffect {
  const [first] = same;
  const invocations = [...new Set(same.map(({ invocation }) => invocation))];
  return first === undefined ? { name: '', sequenceNumbers: [], invocations } : { ...told(first), invocations };
}

function told({ name, invocation, error, about, sequenceNumber }: EffectEvent): ToldEffect {
  const sequenceNumbers = about ?? (sequenceNumber === undefined ? [] : [sequenceNumber]);
  const told = { name, sequenceNumbers, invocations: [invocation] };
  return error === undefined ? told : { ...told, error: `${error.errorType}: ${error.errorMessage}` };
}

import {
  type EffectEvent,
  recordFates,
  recordsOfEffect,
  repeatedEffects,
  type Trace,
  wasDone,
  wasDoneInTime,
} from '@millrace/simulator';

/** What was done for one record, in numbers of effects that write unless said otherwise. */
export interface RecordEffects {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly fate: 'processed' | 'discarded' | 'skipped' | 'pending';
  /** Done before an answer, whole or in part, by all invocations. */
  readonly done: number;
  /** Done again by a later invocation, or after an answer that was lost. */
  readonly repeated: number;
  /** Done or under way after the answer. */
  readonly late: number;
  /** Under way when the call ended without an answer, as in a time-out: whether they were done is not known. */
  readonly unfinished: number;
  /** Refused: by a fault, or because nothing may leave the machine; reads too. */
  readonly refused: number;
  /** Went wrong in the invocation that counts the record as processed, and was not made up for there; reads too. */
  readonly swallowed: number;
  /** It counts as processed, nothing was done for it, and something was done for others. */
  readonly isMissing: boolean;
}

/** What a run did: for each record, and in sum. */
export interface EffectsReport {
  readonly records: readonly RecordEffects[];
  readonly sum: {
    /** Everything that was told, reads too. */
    readonly effects: number;
    readonly done: number;
    readonly repeated: number;
    readonly late: number;
    readonly unfinished: number;
    readonly refused: number;
    readonly swallowed: number;
    /** Records without an effect. */
    readonly missing: number;
    /** Effects of which the record is not known. */
    readonly unattributed: number;
  };
  /** How often each was done, by name, in the order of the names. */
  readonly names: Readonly<Record<string, number>>;
  /** The effects that the sum counts, in the order of the trace. */
  readonly found: Readonly<
    Record<'repeated' | 'late' | 'unfinished' | 'refused' | 'swallowed', readonly EffectEvent[]>
  >;
}

/**
 * What the handler did, as a trace tells it. Effects for no known record count in the sum alone; a record is never called
 * missing when an effect of its invocation may be its own.
 */
export function effectsReport(trace: Trace): EffectsReport {
  const effects = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
  const again = new Set(repeatedEffects(trace).flatMap((repeated) => repeated.again.map(({ effect }) => effect)));
  const isOpen = new Set(
    effects.filter((effect) => recordsOfEffect(effect).length === 0).map(({ invocation }) => invocation),
  );
  const isBehind = ({ kind, when }: EffectEvent): boolean => kind === 'write' && when === 'afterAnswer';
  const isAnswered = ({ invocation }: EffectEvent): boolean => hasAnswer(trace.invocations[invocation]);
  const isLate = (effect: EffectEvent): boolean => isBehind(effect) && isAnswered(effect);
  const isUnfinished = (effect: EffectEvent): boolean => isBehind(effect) && !isAnswered(effect);
  const byRecord = groupedByRecord(effects);
  const allSwallowed = new Set<EffectEvent>();
  const hasAny = effects.some((effect) => effect.kind === 'write' && recordsOfEffect(effect).length > 0);

  const records = recordFates(trace).map(({ shardId, sequenceNumber, fate, eventIndexes }): RecordEffects => {
    const own = byRecord.get(`${shardId} ${sequenceNumber}`) ?? [];
    const writes = own.filter(({ kind }) => kind === 'write');
    const judged = trace.events[eventIndexes.at(-1) ?? -1];
    const settledBy = fate === 'processed' && judged?.type === 'invocationEnded' ? judged.index : undefined;
    const tried = writes.some((effect) => effect.outcome !== 'crashed');
    const swallowed = settledBy === undefined ? [] : swallowedIn(own.filter(isOf(settledBy)));
    for (const effect of swallowed) allSwallowed.add(effect);
    return {
      shardId,
      sequenceNumber,
      fate,
      done: count(writes, wasDoneInTime),
      repeated: count(writes, (effect) => again.has(effect)),
      late: count(writes, isLate),
      unfinished: count(writes, isUnfinished),
      refused: count(own, ({ outcome }) => outcome === 'refused'),
      swallowed: swallowed.length,
      isMissing: settledBy !== undefined && hasAny && !tried && !isOpen.has(settledBy),
    };
  });
  const open = effects.filter((effect) => recordsOfEffect(effect).length === 0);
  for (const [invocation, own] of groupedBy(open, (effect) => [effect.invocation])) {
    if (trace.invocations[invocation]?.outcome !== 'success') continue;
    for (const effect of swallowedIn(own)) allSwallowed.add(effect);
  }
  const found = {
    repeated: effects.filter((effect) => again.has(effect)),
    late: effects.filter(isLate),
    unfinished: effects.filter(isUnfinished),
    refused: effects.filter(({ outcome }) => outcome === 'refused'),
    swallowed: effects.filter((effect) => allSwallowed.has(effect)),
  };
  return {
    records,
    sum: {
      effects: effects.length,
      done: count(effects, (effect) => effect.kind === 'write' && wasDoneInTime(effect)),
      repeated: found.repeated.length,
      late: found.late.length,
      unfinished: found.unfinished.length,
      refused: found.refused.length,
      swallowed: found.swallowed.length,
      missing: records.filter(({ isMissing }) => isMissing).length,
      unattributed: open.length,
    },
    names: namesOf(effects),
    found,
  };
}

/** A call that timed out (S30), or whose process ended, has no answer that an effect could come after. */
function hasAnswer(invocation: Trace['invocations'][number] | undefined): boolean {
  return invocation?.outcome !== 'timeout' && invocation?.error?.errorType !== 'Runtime.ExitError';
}

function count(effects: readonly EffectEvent[], isCounted: (effect: EffectEvent) => boolean): number {
  return effects.filter(isCounted).length;
}

function isOf(invocation: number): (effect: EffectEvent) => boolean {
  return (effect) => effect.invocation === invocation;
}

function groupedByRecord(effects: readonly EffectEvent[]): ReadonlyMap<string, readonly EffectEvent[]> {
  return groupedBy(effects, (effect) => recordsOfEffect(effect).map((record) => `${effect.shardId} ${record}`));
}

function groupedBy<Key>(
  effects: readonly EffectEvent[],
  keysOf: (effect: EffectEvent) => readonly Key[],
): ReadonlyMap<Key, readonly EffectEvent[]> {
  const groups = new Map<Key, EffectEvent[]>();
  for (const effect of effects) {
    for (const key of keysOf(effect)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [effect]);
      else group.push(effect);
    }
  }
  return groups;
}

/** What went wrong in an invocation, of which these are effects, and was not done there by a later try. */
function swallowedIn(own: readonly EffectEvent[]): readonly EffectEvent[] {
  const lastDone = new Map<string, number>();
  for (const [at, effect] of own.entries()) if (wasDone(effect)) lastDone.set(effect.name, at);
  return own.filter((effect, at) => wentWrong.has(effect.outcome) && (lastDone.get(effect.name) ?? -1) < at);
}

const wentWrong: ReadonlySet<EffectEvent['outcome']> = new Set(['failed', 'refused', 'throttled', 'timedOut']);

function namesOf(effects: readonly EffectEvent[]): Readonly<Record<string, number>> {
  const names: Record<string, number> = {};
  for (const effect of effects) if (wasDone(effect)) names[effect.name] = (names[effect.name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(names).sort(([left], [right]) => (left < right ? -1 : 1)));
}

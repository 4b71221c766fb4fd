import { recordsOfEffect, wasDone } from '../trace/effectEvent.ts';
import type { Trace } from '../trace/trace.ts';
import { effectsIn, type PlacedEffect } from './effectsIn.ts';

/** A write that was done more than once for the same record. */
export interface RepeatedEffect {
  /** All of them, in the order of the trace. */
  readonly all: readonly PlacedEffect[];
  /** Those that did again what had been done. */
  readonly again: readonly PlacedEffect[];
}

/** What was done again: the writes of a trace with the same name, key and record that were done by more than one invocation. */
export function repeatedEffects(trace: Trace): readonly RepeatedEffect[] {
  const batches = batchesOf(trace);
  const groups = new Map<string, PlacedEffect[]>();
  for (const placed of effectsIn(trace)) {
    const { effect } = placed;
    if (effect.kind !== 'write' || !wasDone(effect)) continue;
    const key = [effect.shardId, effect.name, effect.key, ...recordsOfEffect(effect)].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [placed]);
    else group.push(placed);
  }
  return [...groups.values()].flatMap((all) => {
    const again = all.filter((later, at) => {
      // Most often it is the first that is done again, so this is no loop.
      for (let before = 0; before < at; before++) if (isAgain(all[before] as PlacedEffect, later, batches)) return true;
      return false;
    });
    return again.length === 0 ? [] : [{ all, again }];
  });
}

/** The records of each invocation. */
function batchesOf({ events }: Trace): ReadonlyMap<number, ReadonlySet<string>> {
  const batches = new Map<number, ReadonlySet<string>>();
  for (const event of events) {
    if (event.type === 'invocationStarted') batches.set(event.index, new Set(event.sequenceNumbers));
  }
  return batches;
}

function isAgain(
  { effect: one }: PlacedEffect,
  { effect: later }: PlacedEffect,
  batches: ReadonlyMap<number, ReadonlySet<string>>,
): boolean {
  if (one.invocation === later.invocation) return one.outcome === 'answerLost';
  if (recordsOfEffect(one).length > 0) return true;
  const batch = batches.get(one.invocation);
  return [...(batches.get(later.invocation) ?? [])].some((number) => batch?.has(number) === true);
}

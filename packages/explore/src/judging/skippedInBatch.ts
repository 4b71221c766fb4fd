import { isDeepStrictEqual } from 'node:util';
import { type Trace, wasDone } from '@millrace/simulator';
import type { RunResult } from '../running/runResult.ts';
import type { Breach } from './breach.ts';
import { itemsOf } from './itemsOf.ts';

/**
 * A record that has an effect alone has it in a batch. Compares the run without faults with one in batches of one
 * record: where both come to the same state, a handler may well have put several records into one effect. Which change
 * of an item an effect is for is not always known, nor always the item: one that has all of its effects misses none, and
 * neither does one whose effect may be among those of nobody.
 */
export function skippedInBatch(batch: RunResult, alone: RunResult): Breach | undefined {
  if (batch.trace === undefined || alone.trace === undefined) return undefined;
  if (batch.canObserve && isDeepStrictEqual(batch.state, alone.state)) return undefined;
  const [inBatch, byItself] = [effectsIn(batch.trace), effectsIn(alone.trace)];
  const items = itemsOf(alone.trace);
  const skipped = [...byItself.names].flatMap(([record, names]) => {
    const item = items.get(record) ?? '';
    const misses = (name: string): boolean =>
      inBatch.count(undefined, name) === 0 && inBatch.count(item, name) < byItself.count(item, name);
    return !inBatch.names.has(record) && [...names].some(misses) ? [record] : [];
  });
  if (skipped.length === 0) return undefined;
  return {
    code: 'skippedInBatch',
    message: 'Records have an effect when they come alone, and none in a batch.',
    sequenceNumbers: skipped,
  };
}

interface EffectsOfRun {
  /** The names of each record's effects. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many effects of a name an item has; `undefined` for those whose record is not known. */
  readonly count: (item: string | undefined, name: string) => number;
}

function effectsIn(trace: Trace): EffectsOfRun {
  const items = itemsOf(trace);
  const names = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  const keyOf = (item: string | undefined, name: string): string => JSON.stringify([item, name]);
  for (const event of trace.events) {
    if (event.type !== 'effect' || event.kind !== 'write' || !wasDone(event)) continue;
    const { name, about, sequenceNumber } = event;
    for (const record of about ?? [sequenceNumber]) {
      const key = keyOf(record === undefined ? undefined : items.get(record), name);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (record !== undefined) names.set(record, (names.get(record) ?? new Set()).add(name));
    }
  }
  return { names, count: (item, name) => counts.get(keyOf(item, name)) ?? 0 };
}

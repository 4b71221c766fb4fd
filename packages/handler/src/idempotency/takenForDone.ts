import type { WireRecord } from '@millrace/records';
import type { KeyedStore } from './runOnce.ts';
import { nameOf } from './streamRecord.ts';

/** An effect that is to happen for a record. */
export interface Attempt {
  readonly wire: WireRecord;
  readonly keyText: string;
  readonly store: KeyedStore;
  readonly onRecord: (...given: never) => unknown;
}

// By the objects of the event, which Lambda makes anew for each delivery: what is found here happened in this delivery.
const completed = new WeakMap<WireRecord, readonly Attempt[]>();
const warned = new WeakSet<KeyedStore>();

/** Remembers that the effect has happened for the record of this delivery. */
export function rememberCompleted(attempt: Attempt): void {
  completed.set(attempt.wire, [...(completed.get(attempt.wire) ?? []), attempt]);
}

/**
 * Warns, once for each effect, when what was found done was done by another effect within this very delivery: the two
 * share layer and prefix, and each will skip what the other completed.
 *
 * The same function wrapped again is no other effect, nor is a new closure of the same name and text: tests make both, to
 * stand for the next invocation. So two effects of one factory are not told apart.
 */
export function warnIfDoneByAnother(attempt: Attempt): void {
  const { wire, store } = attempt;
  const isOther = (earlier: Attempt): boolean =>
    earlier.keyText === attempt.keyText &&
    earlier.store.layer === store.layer &&
    earlier.store.keyPrefix === store.keyPrefix &&
    (earlier.onRecord.name !== attempt.onRecord.name || String(earlier.onRecord) !== String(attempt.onRecord));
  if (warned.has(store) || completed.get(wire)?.some(isOther) !== true) return;
  warned.add(store);
  console.warn(
    `${nameOf(wire)}: an effect did not happen, because another effect with the same persistence layer and the same ` +
      `keyPrefix '${store.keyPrefix}' has just completed the record, and each takes what the other did for done. Give ` +
      "each effect a prefix of its own: idempotent(onRecord, { persistenceStore, keyPrefix: 'charge' }).",
  );
}

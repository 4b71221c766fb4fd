import type { ItemLock, LatestStore } from './latestStore.ts';
import type { Position } from './position.ts';

/**
 * A store for `latestOnly` that lives in this process, for unit tests. Never for a deployed function: its next
 * invocation may run elsewhere.
 *
 * @example
 * const project = latestOnly(onRecord, { store: inMemoryLatestStore() });
 */
export function inMemoryLatestStore(): LatestStore {
  const applied = new Map<string, Position>();
  const locks = new Map<string, ItemLock>();
  /** The highest position begun of each item that was not applied, and what that was before the lock was taken. */
  const begun = new Map<string, Position>();
  const begunBefore = new Map<string, Position | undefined>();
  const isHeld = ({ item, holder }: ItemLock): boolean => locks.get(item)?.holder === holder;
  return {
    async begin(lock) {
      const last = applied.get(lock.item);
      if (last !== undefined && last >= lock.position) return { kind: 'stale' };
      const held = locks.get(lock.item);
      const isTaken = held !== undefined && held.holder !== lock.holder && held.untilMs >= Date.now();
      if (isTaken) return { kind: 'locked', lockedUntilMs: held.untilMs };
      const before = begun.get(lock.item);
      if (before !== undefined && before > lock.position) return { kind: 'stale' };
      if (held?.holder !== lock.holder) begunBefore.set(lock.item, before);
      begun.set(lock.item, lock.position);
      locks.set(lock.item, lock);
      return { kind: 'begun' };
    },
    async complete(lock) {
      if (!isHeld(lock)) return applied.get(lock.item) === lock.position;
      applied.set(lock.item, lock.position);
      begun.delete(lock.item);
      return locks.delete(lock.item);
    },
    async release(lock) {
      if (!isHeld(lock)) return;
      locks.delete(lock.item);
      const before = begunBefore.get(lock.item);
      if (before === undefined) begun.delete(lock.item);
      else begun.set(lock.item, before);
    },
  };
}

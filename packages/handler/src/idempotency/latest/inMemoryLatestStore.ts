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
  const isHeld = ({ item, holder }: ItemLock): boolean => locks.get(item)?.holder === holder;
  return {
    async begin(lock) {
      const last = applied.get(lock.item);
      if (last !== undefined && last >= lock.position) return { kind: 'stale' };
      const held = locks.get(lock.item);
      const isTaken = held !== undefined && held.holder !== lock.holder && held.untilMs >= Date.now();
      if (isTaken) return { kind: 'locked', lockedUntilMs: held.untilMs };
      locks.set(lock.item, lock);
      return { kind: 'begun' };
    },
    async complete(lock) {
      if (!isHeld(lock)) return applied.get(lock.item) === lock.position;
      applied.set(lock.item, lock.position);
      return locks.delete(lock.item);
    },
    async release(lock) {
      if (isHeld(lock)) locks.delete(lock.item);
    },
  };
}

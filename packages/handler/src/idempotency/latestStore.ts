import type { Position } from './position.ts';

/** The lock under which one record is applied to its item. No two attempts have the same: the times differ. */
export interface ItemLock {
  /** The table and the key of the item. */
  readonly item: string;
  /** The position of the record. */
  readonly position: Position;
  /** Epoch milliseconds at which the lock lapses. */
  readonly untilMs: number;
}

/** What a store answers when a record is begun. */
export type Begun =
  | { readonly kind: 'begun' }
  /** This record, or a later one of its item, has been applied. */
  | { readonly kind: 'stale' }
  /** A record of the item is being applied; its lock lapses at that time. */
  | { readonly kind: 'locked'; readonly lockedUntilMs: number };

/**
 * Remembers for each item the position last applied, and locks an item while one of its records is being applied.
 * Each operation is atomic.
 */
export interface LatestStore {
  /** Takes the lock, unless its position or a later one is applied, or the item has a lock that has not lapsed. */
  begin(lock: ItemLock): Promise<Begun>;
  /** Remembers the position as applied and gives the lock back; false, and nothing done, when another has taken it. */
  complete(lock: ItemLock): Promise<boolean>;
  /** Gives the lock back if it is still held; what is applied stays. */
  release(lock: ItemLock): Promise<void>;
}

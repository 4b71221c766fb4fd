import type { Position } from './position.ts';

/** The lock under which one attempt applies a record to its item. */
export interface ItemLock {
  /** The table and the key of the item. */
  readonly item: string;
  /** The position of the record. */
  readonly position: Position;
  /** Epoch milliseconds at which the lock lapses. */
  readonly untilMs: number;
  /** Different for every attempt, so that one that comes late does not take the lock of another for its own. */
  readonly holder: string;
}

/** What a store answers when a record is begun. */
export type Begun =
  | { readonly kind: 'begun' }
  /** This record, or a later one of its item, has been applied; or a later one was begun, and its process ended. */
  | { readonly kind: 'stale' }
  /** A record of the item is being applied; its lock lapses at that time. */
  | { readonly kind: 'locked'; readonly lockedUntilMs: number };

/**
 * Remembers for each item the position last applied, and locks an item while one of its records is being applied.
 * Each operation is atomic.
 */
export interface LatestStore {
  /**
   * Takes the lock and remembers the position as begun, unless its position or a later one is applied, another attempt
   * holds a lock on the item that has not lapsed, or a later position was begun and neither applied nor given back: after
   * a crash nobody knows whether it had its effect, so only it or a later one may follow. Taking it twice is taking it
   * once: a client repeats a request whose answer was lost.
   */
  begin(lock: ItemLock): Promise<Begun>;
  /**
   * Remembers the position as applied and gives the lock back. False, and nothing done, when another has taken the lock
   * and the position is not the one last applied.
   */
  complete(lock: ItemLock): Promise<boolean>;
  /** Gives the lock back if it is still held, and with it what it began; what is applied stays. */
  release(lock: ItemLock): Promise<void>;
}

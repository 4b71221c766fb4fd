import type { OutgoingRequest } from './outgoingRequest.ts';
import type { Shelf } from './shelf.ts';

/** What an operation knows and may touch while it answers one request. */
export interface Call {
  readonly request: OutgoingRequest;
  /** What the service holds. */
  readonly shelf: Shelf;
  /** What the service remembers but does not count as its state, such as the deduplication ids of a queue. */
  readonly memory: Shelf;
  /** A new id, the same in each run: a uuid that counts. */
  id(): string;
  /** Whether the entry fails: in a partial failure the last one does, whatever else becomes of the batch. */
  fails(index: number, count: number): boolean;
  /** Whether the call is to fail in part. */
  readonly partly: boolean;
}

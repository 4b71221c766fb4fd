import type { SourcedRecord } from './sourcedRecord.ts';

/** The records of one shard by their position. */
export interface ShardLog {
  /** Pulls until the record at a position is held, or there are no more for now; a promise where they are awaited. */
  pullThrough(position: number, nowMs: number): Promise<void> | undefined;
  at(position: number): SourcedRecord | undefined;
  slice(from: number, to: number): readonly SourcedRecord[];
  /** When the record at a position, or what will be there, can be read, as far as is known. */
  nextAtMs(position: number): number | undefined;
  /** Whether there is no record at a position, and never will be. */
  endsAt(position: number): boolean;
  /** The records before a position are not read again. */
  forgetBefore(position: number): void;
  /** From now on nothing is forgotten: a snapshot was taken. */
  keepAll(): void;
  close(): Promise<void>;
}

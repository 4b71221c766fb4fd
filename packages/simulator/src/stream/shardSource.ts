import { compareSequenceNumbers } from '@millrace/records';
import type { ShardLog } from './shardLog.ts';
import type { SourcedRecord } from './sourcedRecord.ts';

/** Where a poller stands in the records of its shard: what it reads next, and what it may have to read again. */
export class ShardSource {
  readonly #log: ShardLog;
  #next: number;
  /** The first record behind the checkpoint. */
  #unsettled: number;

  constructor(log: ShardLog, next = 0, unsettled = 0) {
    this.#log = log;
    this.#next = next;
    this.#unsettled = unsettled;
  }

  /** Takes up to `limit` records that are readable at a moment, in order. */
  read(limit: number, nowMs: number): readonly SourcedRecord[] | Promise<readonly SourcedRecord[]> {
    const pulled = this.#log.pullThrough(this.#next + limit, nowMs); // One more than is taken: what `nextReadableAtMs` tells.
    return pulled === undefined ? this.#take(limit, nowMs) : pulled.then(() => this.#take(limit, nowMs));
  }

  /** When the next record can be read; undefined when there is none, and there will not be one. */
  nextReadableAtMs(): number | undefined {
    return this.#log.nextAtMs(this.#next);
  }

  get isExhausted(): boolean {
    return this.#log.endsAt(this.#next);
  }

  /** The records up to a checkpoint are never read again. */
  settle(sequenceNumber: string): void {
    // The first record behind it lies between these; the records are in the order of their numbers.
    let first = this.#unsettled;
    let last = this.#next;
    while (first < last) {
      const middle = (first + last) >>> 1;
      const record = this.#log.at(middle);
      if (record === undefined || compareSequenceNumbers(record.sequenceNumber, sequenceNumber) > 0) last = middle;
      else first = middle + 1;
    }
    this.#unsettled = first;
    this.#log.forgetBefore(first);
  }

  /** Goes back to just behind the checkpoint. */
  rewind(): void {
    this.#next = this.#unsettled;
  }

  /** A second reader at the same place; the records are kept from now on, for either of them. */
  fork(): ShardSource {
    this.#log.keepAll();
    return new ShardSource(this.#log, this.#next, this.#unsettled);
  }

  /** Nothing more is read. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #take(limit: number, nowMs: number): readonly SourcedRecord[] {
    let end = this.#next;
    for (; end < this.#next + limit; end++) {
      const record = this.#log.at(end);
      if (record === undefined || record.createdAtMs > nowMs) break;
    }
    const taken = this.#log.slice(this.#next, end);
    this.#next = end;
    return taken;
  }
}

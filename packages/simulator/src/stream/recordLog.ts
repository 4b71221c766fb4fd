import { isThenable } from '../words/isThenable.ts';
import type { DynamoDBRecord } from 'aws-lambda';
import type { RecordSource } from '../scenario/scenarioOptions.ts';
import { creationTimeMs } from './creationTimeMs.ts';
import { lambdaForm } from './lambdaForm.ts';
import type { ShardLog } from './shardLog.ts';
import { sourcedRecord, type SourcedRecord, type SourceOptions } from './sourcedRecord.ts';

/** What the first record of a shard says of the stream. */
export interface FirstRecord {
  /** Epoch milliseconds; undefined when the record does not say. */
  readonly createdAtMs: number | undefined;
  readonly streamArn: string | undefined;
}

/**
 * The records of one shard by their position, pulled from the user's iterable as they are needed and held while they
 * may be read again.
 */
export class RecordLog implements ShardLog {
  readonly #options: SourceOptions;
  readonly #iterator: Iterator<DynamoDBRecord> | AsyncIterator<DynamoDBRecord>;
  #held: SourcedRecord[] = [];
  /** The position of the first record held. */
  #base = 0;
  #last: SourcedRecord | undefined;
  #peeked: IteratorResult<DynamoDBRecord> | undefined;
  #isExhausted = false;
  #keepsAll = false;

  constructor(records: RecordSource, options: SourceOptions) {
    this.#options = options;
    this.#iterator = Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
  }

  /** Looks at the first record before the scenario's start is known. */
  async first(): Promise<FirstRecord | undefined> {
    const result = await this.#iterator.next();
    if (result.done === true) {
      this.#isExhausted = true;
      return undefined;
    }
    this.#peeked = result;
    return firstRecordOf(result.value, this.#options.shardId);
  }

  /** Pulls until the record at a position is held, or there are no more; a promise only where the iterable is async. */
  pullThrough(position: number): Promise<void> | undefined {
    while (!this.#isExhausted && this.#base + this.#held.length <= position) {
      if (this.#peeked !== undefined) {
        this.#hold(this.#peeked.value);
        this.#peeked = undefined;
        continue;
      }
      const result = this.#iterator.next();
      if (isThenable(result)) return this.#pullAsync(position, result as PromiseLike<IteratorResult<DynamoDBRecord>>);
      this.#accept(result);
    }
    return undefined;
  }

  at(position: number): SourcedRecord | undefined {
    return this.#held[position - this.#base];
  }

  nextAtMs(position: number): number | undefined {
    return this.at(position)?.createdAtMs;
  }

  slice(from: number, to: number): readonly SourcedRecord[] {
    return this.#held.slice(from - this.#base, to - this.#base);
  }

  /** Whether there is no record at a position, and never will be. */
  endsAt(position: number): boolean {
    return this.#isExhausted && position >= this.#base + this.#held.length;
  }

  /** Lets go of the records before a position, once they are the larger part, unless a snapshot may go back to them. */
  forgetBefore(position: number): void {
    if (this.#keepsAll || 2 * (position - this.#base) < this.#held.length || position <= this.#base) return;
    this.#held.splice(0, position - this.#base);
    this.#base = position;
  }

  /** From now on nothing is forgotten: a snapshot was taken. */
  keepAll(): void {
    this.#keepsAll = true;
  }

  /** Ends the user's iterable when it is not read to its end: a file it holds open is closed. */
  async close(): Promise<void> {
    if (!this.#isExhausted && !this.#keepsAll) await this.#iterator.return?.();
  }

  async #pullAsync(position: number, first: PromiseLike<IteratorResult<DynamoDBRecord>>): Promise<void> {
    this.#accept(await first);
    while (!this.#isExhausted && this.#base + this.#held.length <= position) this.#accept(await this.#iterator.next());
  }

  #accept(result: IteratorResult<DynamoDBRecord>): void {
    if (result.done === true) this.#isExhausted = true;
    else this.#hold(result.value);
  }

  #hold(wire: DynamoDBRecord): void {
    const record = sourcedRecord(lambdaForm(wire), this.#last, this.#options);
    this.#held.push(record);
    this.#last = record;
  }
}

/** What a record that is the first of its shard says of the stream. */
export function firstRecordOf(wire: DynamoDBRecord, shardId: string): FirstRecord {
  return { createdAtMs: creationTimeMs(wire, { shardId, position: 0 }), streamArn: wire?.eventSourceARN };
}

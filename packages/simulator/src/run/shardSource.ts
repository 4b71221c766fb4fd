import { compareSequenceNumbers, isSequenceNumber, keyOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamRecord } from '../core/streamRecord.ts';
import { ScenarioError } from './scenarioError.ts';
import type { RecordSource } from './scenarioOptions.ts';

/** A record of a simulated shard; `text` is its JSON, when events go through JSON. */
export interface SourcedRecord extends StreamRecord {
  readonly text: string | undefined;
}

/** How a shard's records are turned into what a poller knows of them. */
export interface SourceOptions {
  readonly shardId: string;
  /** Epoch milliseconds of the scenario's start; records without a creation time were created then. */
  readonly epochMs: () => number;
  readonly isolation: 'json' | 'none';
}

/**
 * The records of one shard, pulled from the user's iterable as they are needed, and kept while a poller may have to go
 * back to them: those behind the checkpoint are forgotten.
 */
export class ShardSource {
  readonly #options: SourceOptions;
  readonly #iterator: Iterator<DynamoDBRecord> | AsyncIterator<DynamoDBRecord>;
  /** From the first record that may be read again to the last one pulled. */
  #held: SourcedRecord[] = [];
  /** Index into `#held` of the next record to read. */
  #next = 0;
  #first: DynamoDBRecord | undefined;
  #lastPulled: SourcedRecord | undefined;
  #isExhausted = false;

  constructor(records: RecordSource, options: SourceOptions) {
    this.#options = options;
    this.#iterator = Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
  }

  /** What the first record says of the stream, before the scenario's start is known. */
  async first(): Promise<
    { readonly createdAtMs: number | undefined; readonly streamArn: string | undefined } | undefined
  > {
    const result = await this.#iterator.next();
    if (result.done === true) {
      this.#isExhausted = true;
      return undefined;
    }
    this.#first = result.value;
    return { createdAtMs: creationTimeMs(result.value), streamArn: result.value?.eventSourceARN };
  }

  /** Takes up to `limit` records that are readable at a moment, in order. */
  read(limit: number, nowMs: number): readonly SourcedRecord[] | Promise<readonly SourcedRecord[]> {
    const filled = this.#hold(limit + 1);
    return filled === undefined ? this.#take(limit, nowMs) : filled.then(() => this.#take(limit, nowMs));
  }

  /** When the next record can be read; undefined when there is none, and there will not be one. */
  nextReadableAtMs(): number | undefined {
    return this.#held[this.#next]?.createdAtMs;
  }

  get isExhausted(): boolean {
    return this.#isExhausted && this.#next >= this.#held.length;
  }

  /** Forgets the records up to a checkpoint: they are never read again. */
  settle(sequenceNumber: string): void {
    let settled = 0;
    while (settled < this.#next) {
      const record = this.#held[settled] as SourcedRecord;
      if (compareSequenceNumbers(record.sequenceNumber, sequenceNumber) > 0) break;
      settled++;
    }
    if (settled === 0) return;
    this.#held.splice(0, settled);
    this.#next -= settled;
  }

  /** Goes back to just behind the checkpoint. */
  rewind(): void {
    this.#next = 0;
  }

  #take(limit: number, nowMs: number): readonly SourcedRecord[] {
    let end = this.#next;
    while (end < this.#held.length && end - this.#next < limit) {
      if ((this.#held[end] as SourcedRecord).createdAtMs > nowMs) break;
      end++;
    }
    const taken = this.#held.slice(this.#next, end);
    this.#next = end;
    return taken;
  }

  /** Pulls until `count` unread records are held, or there are no more; a promise only where the iterable is async. */
  #hold(count: number): Promise<void> | undefined {
    while (!this.#isExhausted && this.#held.length - this.#next < count) {
      if (this.#first !== undefined) {
        this.#push(this.#first);
        this.#first = undefined;
        continue;
      }
      const result = this.#iterator.next();
      if (result instanceof Promise) return this.#holdAsync(count, result);
      this.#accept(result);
    }
    return undefined;
  }

  async #holdAsync(count: number, first: Promise<IteratorResult<DynamoDBRecord>>): Promise<void> {
    this.#accept(await first);
    while (!this.#isExhausted && this.#held.length - this.#next < count) this.#accept(await this.#iterator.next());
  }

  #accept(result: IteratorResult<DynamoDBRecord>): void {
    if (result.done === true) this.#isExhausted = true;
    else this.#push(result.value);
  }

  #push(wire: DynamoDBRecord): void {
    const record = sourcedRecord(wire, this.#lastPulled, this.#options);
    this.#held.push(record);
    this.#lastPulled = record;
  }
}

function sourcedRecord(
  wire: DynamoDBRecord,
  previous: SourcedRecord | undefined,
  options: SourceOptions,
): SourcedRecord {
  const position = previous === undefined ? 0 : previous.position + 1;
  const where = `Record ${position} of ${options.shardId}`;
  const change = wire?.dynamodb;
  if (typeof change !== 'object' || change === null) {
    throw new ScenarioError(
      'InvalidRecord',
      `${where} has no \`dynamodb\`. Pass Lambda wire records: what a handler finds in event.Records, or what orders.insert(...) makes.`,
    );
  }
  const sequenceNumber = change.SequenceNumber;
  if (!isSequenceNumber(sequenceNumber)) {
    throw new ScenarioError(
      'InvalidRecord',
      `${where}: dynamodb.SequenceNumber is ${JSON.stringify(sequenceNumber)}, expected a string of 1 to 40 digits.`,
    );
  }
  if (previous !== undefined && compareSequenceNumbers(previous.sequenceNumber, sequenceNumber) >= 0) {
    throw new ScenarioError(
      'RecordsOutOfOrder',
      `${where}: sequence number ${sequenceNumber} does not come after ${previous.sequenceNumber}. The records of a ` +
        'shard are in the order of their sequence numbers, each once; pass records of several shards as `shards`.',
    );
  }
  const createdAt = creationTimeMs(wire);
  const createdAtMs = createdAt === undefined ? (previous?.createdAtMs ?? 0) : createdAt - options.epochMs();
  const facts = {
    sequenceNumber,
    previousSequenceNumber: previous?.sequenceNumber,
    position,
    itemKey: keyOf(change.Keys ?? {}),
    createdAtMs,
    wire,
  };
  return options.isolation === 'json' ? withText(facts) : withoutText(facts);
}

type Facts = Omit<SourcedRecord, 'text' | 'payloadBytes' | 'payloadBytesAtMost'>;

function withText(facts: Facts): SourcedRecord {
  const text = JSON.stringify(facts.wire);
  const payloadBytes = Buffer.byteLength(text);
  return { ...facts, text, payloadBytes, payloadBytesAtMost: payloadBytes };
}

/**
 * With `isolation: 'none'` nothing is serialised unless a batch comes near the limit. The JSON of an attribute is at
 * most 16 times what it counts in `SizeBytes` (a list of NULLs is the worst), plus the envelope of the record.
 */
function withoutText(facts: Facts): SourcedRecord {
  const sizeBytes = facts.wire.dynamodb?.SizeBytes;
  const measure = (): number => Buffer.byteLength(JSON.stringify(facts.wire));
  return {
    ...facts,
    text: undefined,
    payloadBytesAtMost: typeof sizeBytes === 'number' ? 16 * sizeBytes + 2000 : measure(),
    get payloadBytes() {
      return measure();
    },
  };
}

/** Epoch milliseconds of a record's creation. AWS sends seconds; recordings made elsewhere may hold milliseconds. */
function creationTimeMs(wire: DynamoDBRecord): number | undefined {
  const created: unknown = wire?.dynamodb?.ApproximateCreationDateTime;
  if (created === undefined || created === null) return undefined;
  const time = typeof created === 'number' ? created : Number(created);
  if (!Number.isFinite(time)) {
    throw new ScenarioError(
      'InvalidRecord',
      `Record ${wire.dynamodb?.SequenceNumber}: dynamodb.ApproximateCreationDateTime is ${JSON.stringify(created)}, expected seconds since 1970.`,
    );
  }
  return Math.round(time < 1e11 ? time * 1000 : time);
}

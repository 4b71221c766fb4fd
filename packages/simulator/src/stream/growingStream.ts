import type { DynamoDBRecord } from 'aws-lambda';
import { compareSequenceNumbers } from '@millrace/records';
import type { RecordSource } from '../scenario/scenarioOptions.ts';
import type { StreamingTable, TableWrite } from '../scenario/streamingTable.ts';
import { creationTimeMs } from './creationTimeMs.ts';
import { lambdaForm } from './lambdaForm.ts';
import { type Call, type Cause, Lineage } from './lineage.ts';
import { firstRecordOf, type FirstRecord } from './recordLog.ts';
import { isThenable } from '../words/isThenable.ts';
import { writtenRecord } from './writtenRecord.ts';

/** A write that is not in the stream yet, as some given record comes before it. */
interface Waiting {
  readonly createdAt: number;
  readonly write: TableWrite;
  readonly cause: Cause;
}

/** What is under way in a run: where its clock stands, and what the function is at. */
export interface CallUnderWay extends Call {
  /** Virtual time that the call has spent so far. */
  readonly elapsedMs: () => number;
}

/**
 * The one shard of a table that is written to while the run goes on. Given records and writes are in the order of their time, at the same
 * moment the given ones first. A write gets the number after the last; given records behind it that it leaves no room for
 * are counted on.
 */
export class GrowingStream {
  readonly #shardId: string;
  readonly #table: StreamingTable;
  readonly #iterator: Iterator<DynamoDBRecord> | AsyncIterator<DynamoDBRecord>;
  readonly #lineage: Lineage;
  readonly #decided: DynamoDBRecord[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #calls = new Set<CallUnderWay>();
  readonly #listeners = new Set<() => void>();
  readonly #disconnect: () => void;
  #lastCall: CallUnderWay | undefined;
  #given: { readonly wire: DynamoDBRecord; readonly createdAt: number } | undefined;
  #isGivenOver = false;
  #lastGivenNumber: string | undefined;
  #lastNumber: string | undefined;
  #streamArn: string | undefined;
  #epochMs = 0;
  #nowMs = 0;

  constructor(table: StreamingTable, records: RecordSource, shardId: string, mostGenerations: number) {
    this.#table = table;
    this.#shardId = shardId;
    this.#iterator = Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]();
    this.#lineage = new Lineage(mostGenerations);
    this.#disconnect = table.connect((write) => this.#written(write));
  }

  /** Looks at the first given record before the start of the run is known. */
  async first(): Promise<FirstRecord | undefined> {
    if (this.#given === undefined) await this.#pull();
    if (this.#given === undefined) return undefined;
    return firstRecordOf(this.#given.wire, this.#shardId);
  }

  begin(epochMs: number, streamArn: string): void {
    this.#epochMs = epochMs;
    this.#streamArn = streamArn;
  }

  /** The clock of the run. */
  set nowMs(nowMs: number) {
    this.#nowMs = nowMs;
  }

  /** A call of the function begins; what it answers is its end. What is written now, or later while no call is under way, is its doing. */
  called(call: CallUnderWay): () => void {
    this.#calls.add(call);
    this.#lastCall = call;
    return () => void this.#calls.delete(call);
  }

  /** Whoever waits for records is told that there may be some. */
  whenGrown(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Puts what is created up to a moment into its order; a promise where the given records are awaited. */
  decide(nowMs: number): Promise<void> | undefined {
    const limit = this.#epochMs + nowMs;
    for (;;) {
      const pulled = this.#pull();
      if (pulled !== undefined) return pulled.then(() => this.decide(nowMs));
      const [written] = this.#waiting;
      const given = this.#given;
      if (given !== undefined && given.createdAt <= Math.min(limit, written?.createdAt ?? Infinity)) {
        this.#given = undefined;
        this.#decided.push(this.#numbered(given.wire));
      } else if (written !== undefined && written.createdAt <= limit) {
        this.#waiting.shift();
        this.#enter(written);
      } else return undefined;
    }
  }

  get decided(): readonly DynamoDBRecord[] {
    return this.#decided;
  }

  /** When the next record that is not decided yet can be read, as far as is known. */
  nextAtMs(): number | undefined {
    const next = Math.min(this.#given?.createdAt ?? Infinity, this.#waiting[0]?.createdAt ?? Infinity);
    return next === Infinity ? undefined : next - this.#epochMs;
  }

  /** Ends a run that would never end. @throws ScenarioError `EndlessLoop`. */
  refuseEndless(): void {
    this.#lineage.refuseEndless();
  }

  async close(): Promise<void> {
    this.#disconnect();
    if (!this.#isGivenOver) await this.#iterator.return?.();
    this.#isGivenOver = true;
  }

  #written(write: TableWrite): void {
    const calls = this.#calls.size > 0 ? [...this.#calls] : [this.#lastCall].filter((call) => call !== undefined);
    const spent = this.#calls.size === 1 ? (calls[0]?.elapsedMs() ?? 0) : 0;
    const createdAt = this.#epochMs + this.#nowMs + spent;
    const at = this.#waiting.findIndex((other) => other.createdAt > createdAt);
    const cause = this.#lineage.causeOf(write, calls);
    this.#waiting.splice(at === -1 ? this.#waiting.length : at, 0, { createdAt, write, cause });
    for (const listener of this.#listeners) listener();
  }

  #enter({ write, createdAt, cause }: Waiting): void {
    const number = following(this.#lastNumber);
    this.#lastNumber = number;
    const wire = writtenRecord(write, {
      sequenceNumber: number,
      createdAtSeconds: createdAt / 1000,
      streamArn: this.#streamArn ?? '',
      view: this.#table.view ?? 'NEW_AND_OLD_IMAGES',
    });
    this.#decided.push(wire);
    this.#lineage.born(wire, { ...cause, by: write.by ?? 'a write' });
  }

  /** A given record under its own number, or under the next where a write has taken that. */
  #numbered(wire: DynamoDBRecord): DynamoDBRecord {
    const own = wire.dynamodb?.SequenceNumber;
    if (typeof own !== 'string') return wire; // Refused where it is read.
    const isInOrder = this.#lastGivenNumber === undefined || compareSequenceNumbers(this.#lastGivenNumber, own) < 0;
    this.#lastGivenNumber = own;
    const isTaken = this.#lastNumber !== undefined && compareSequenceNumbers(own, this.#lastNumber) <= 0;
    const number = isInOrder && isTaken ? following(this.#lastNumber) : own;
    this.#lastNumber = number;
    const numbered = number === own ? wire : { ...wire, dynamodb: { ...wire.dynamodb, SequenceNumber: number } };
    this.#lineage.given(numbered);
    return numbered;
  }

  /** Looks at the next given record. */
  #pull(): Promise<void> | undefined {
    if (this.#given !== undefined || this.#isGivenOver) return undefined;
    const result = this.#iterator.next();
    if (isThenable(result)) return Promise.resolve(result).then((awaited) => this.#accept(awaited));
    this.#accept(result);
    return undefined;
  }

  #accept(result: IteratorResult<DynamoDBRecord>): void {
    if (result.done === true) {
      this.#isGivenOver = true;
      return;
    }
    const wire = lambdaForm(result.value);
    const created = creationTimeMs(wire, { shardId: this.#shardId, position: this.#decided.length });
    this.#given = { wire, createdAt: created ?? -Infinity };
  }
}

/** The first number of a stream that was given none. */
const firstNumber = '100000000000000000000';

function following(number: string | undefined): string {
  if (number === undefined) return firstNumber;
  return /^\d+$/.test(number) ? String(BigInt(number) + 1n).padStart(number.length, '0') : number;
}

import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { elapse, type RecordSource, type ShardOptions } from '@millrace/simulator';
import type { LoadedHandler } from '../shell/loadHandler.ts';
import { endlessHint, progressText } from './progress.ts';
import { alsoSeen, nothingSeen, type SeenImages } from './viewMismatch.ts';

/** What a run is, for whoever looks after it. */
export interface LookedAfter {
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly recorded: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Takes how far the run is when a call begins, and when it is over. */
  readonly note?: ((text: string, isCall: boolean) => void) | undefined;
}

const firstLineMs = 2000;
const nextLinesMs = 5000;
/** So often a run lets the process breathe, or it would not hear Ctrl-C: a handler that never waits leaves it no turn. */
const breathMs = 100;
/** A handful of retries is nothing special. */
const manyAttempts = 20;

type DynamoDBRecord = RecordSource extends AsyncIterable<infer Item> | Iterable<infer Item> ? Item : never;
type Count = (record: DynamoDBRecord) => void;

type Source = { readonly records: RecordSource } | { readonly shards: Readonly<Record<string, ShardOptions>> };

/** Tells how far a slow run is, and ends it at Ctrl-C: also a call that hangs, which is then out of time. */
export class RunLooker {
  readonly #run: LookedAfter;
  #startedMs: number | undefined;
  readonly #attempts = new Map<string, number>();
  #nextLineMs = firstLineMs;
  #lastBreathMs = performance.now();
  #calls = 0;
  #read = 0;
  #seen = nothingSeen;
  #virtualMs = 0;
  #retried: { readonly sequenceNumber: string; readonly attempt: number } | undefined;
  #hasHinted = false;
  #isInCall = false;
  #context: object | undefined;

  constructor(run: LookedAfter) {
    this.#run = run;
    // A call that hangs is out of time then; for one that has answered, it comes too late.
    const end = (): void => void (this.#context && elapse(this.#context, Number.MAX_SAFE_INTEGER));
    run.signal.addEventListener('abort', end, { once: true });
  }

  /** The images of the records that were read. */
  get seenImages(): SeenImages {
    return this.#seen;
  }

  /** The index of the call that runs, or ran last. */
  get currentCall(): number | undefined {
    return this.#calls === 0 ? undefined : this.#calls - 1;
  }

  /** The handler, whose calls are counted; a call that is under way at Ctrl-C is over. */
  watching(handler: LoadedHandler): LoadedHandler {
    const watched: LoadedHandler = (event, context, callback) => {
      this.#calls++;
      this.#note(event, context);
      this.#context = context as object;
      this.#isInCall = true;
      const record = this.#retried?.sequenceNumber ?? '';
      this.#run.note?.(`${this.#progress(performance.now())} The last call is that of record ${record}.`, true);
      return handler(event, context, callback);
    };
    // What it takes says how it answers.
    return Object.defineProperty(watched, 'length', { value: handler.length });
  }

  /** The same records, counted as they are read. */
  counting(source: Source): Source {
    const count = (record: DynamoDBRecord): void => {
      this.#read++;
      this.#seen = alsoSeen(this.#seen, record);
    };
    if ('records' in source) return { records: watched(source.records, count) };
    return {
      shards: Object.fromEntries(
        Object.entries(source.shards).map(([shardId, shard]) => [
          shardId,
          { ...shard, records: watched(shard.records, count) },
        ]),
      ),
    };
  }

  /** To be asked before each event of the run. */
  readonly beforeEach = (atMs: number): boolean | Promise<boolean> => {
    this.#virtualMs = atMs;
    const nowMs = performance.now();
    this.#startedMs ??= nowMs;
    if (this.#isInCall) this.#run.note?.(this.#progress(nowMs), false);
    this.#isInCall = false;
    if (nowMs - this.#startedMs >= this.#nextLineMs) this.#tell(nowMs);
    if (nowMs - this.#lastBreathMs < breathMs) return !this.#run.signal.aborted;
    this.#lastBreathMs = nowMs;
    return turn().then(() => !this.#run.signal.aborted);
  };

  #note(event: unknown, context: unknown): void {
    const { Records = [] } = Object(event) as {
      readonly Records?: readonly { dynamodb?: { SequenceNumber?: string } }[];
    };
    const { awsRequestId = '' } = Object(context) as { readonly awsRequestId?: string };
    const attempt = (this.#attempts.get(awsRequestId) ?? 0) + 1;
    if (this.#attempts.size > 1000) this.#attempts.clear();
    this.#attempts.set(awsRequestId, attempt);
    this.#retried = { sequenceNumber: Records[0]?.dynamodb?.SequenceNumber ?? '', attempt };
  }

  #tell(nowMs: number): void {
    this.#nextLineMs = nowMs - (this.#startedMs ?? nowMs) + nextLinesMs;
    const { say, mapping } = this.#run;
    say(`millrace: ${this.#progress(nowMs)}\n`);
    if (this.#hasHinted || (this.#retried?.attempt ?? 0) < manyAttempts) return;
    this.#hasHinted = true;
    const hint = endlessHint(mapping);
    if (hint !== undefined) say(hint);
  }

  #progress(nowMs: number): string {
    return progressText({
      realMs: nowMs - (this.#startedMs ?? nowMs),
      virtualMs: this.#virtualMs,
      calls: this.#calls,
      read: this.#read,
      recorded: this.#run.recorded,
      retried: this.#retried,
    });
  }
}

function watched(records: RecordSource, count: Count): RecordSource {
  return Symbol.asyncIterator in records ? watchedLater(records, count) : watchedAtOnce(records, count);
}

async function* watchedLater(records: AsyncIterable<DynamoDBRecord>, count: Count): AsyncGenerator<DynamoDBRecord> {
  for await (const record of records) {
    count(record);
    yield record;
  }
}

function* watchedAtOnce(records: Iterable<DynamoDBRecord>, count: Count): Generator<DynamoDBRecord> {
  for (const record of records) {
    count(record);
    yield record;
  }
}

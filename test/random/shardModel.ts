/** The parameters of a mapping that a story is about. */
export interface Settings {
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly retries: number;
  readonly ageMs: number;
  readonly bisects: boolean;
  readonly reports: boolean;
  /** 0 for none: then records may be filtered out. */
  readonly windowMs: number;
}

/** A random story of one shard as plain data. */
export interface ShardPlan extends Settings {
  readonly records: readonly PlannedRecord[];
  /** The most that the state of a window may count, before it ends early. */
  readonly mostSeen: number;
  /** Whether the function reports what failed; else it throws. */
  readonly isReporting: boolean;
  /** How many final calls fail, from the first on. */
  readonly failingFinalCalls: number;
  readonly startsAtLatest: boolean;
  readonly latestGapMs: number;
  readonly durationMs: number;
  /** What happens to an attempt, by its index in the run. */
  readonly faults: readonly (readonly [attempt: number, fault: 'throttle' | 'crash' | 'redeliver'])[];
  /** The mapping is disabled for a while; or, where that is 0, updated. In the order of their times, apart from each other. */
  readonly changes: readonly { readonly atMs: number; readonly forMs: number; readonly settings: Partial<Settings> }[];
}

export interface PlannedRecord {
  /** Milliseconds since the start of the mapping. */
  readonly atMs: number;
  /** How often a call that has it fails: 0 never, 99 always. */
  readonly failures: number;
  readonly isFilteredOut: boolean;
}

/** What came of it: calls and discards in order, and why each record that was never for the function was skipped. */
export interface ShardStory {
  readonly calls: readonly string[];
  readonly discards: readonly string[];
  /** When each document came, of which records and how many (S37). */
  readonly documents: readonly string[];
  readonly skipped: readonly string[];
}

/** Two things come at the same moment, and AWS does not say which comes first. */
class Tie extends Error {}

class Restart extends Error {}

/** A discard of which the document is held back. */
interface Held {
  readonly records: readonly number[];
  readonly condition: string;
}

interface Budget {
  failures: number;
  rejections: number;
}

/**
 * An independent model of a shard with one lane, in time: batching and tumbling windows, age, retries, bisect, reports, LATEST and its
 * gaps, disables and updates. One thing is done after the other, and a change of the mapping is an exception that unwinds it. Written
 * from the specification; polls are taken to be continuous. No story where it hangs on which of two things at one moment comes first.
 */
export function shardModel(plan: ShardPlan): ShardStory | undefined {
  try {
    return new ShardModel(plan).run();
  } catch (error) {
    if (error instanceof Tie) return undefined;
    throw error;
  }
}

class ShardModel {
  readonly #plan: ShardPlan;
  readonly #failuresLeft: number[];
  readonly #calls: string[] = [];
  readonly #discards: string[] = [];
  readonly #skipped: string[] = [];
  readonly #eligible: readonly number[];
  #nowMs = 0;
  #attempts = 0;
  #finalCallsToFail: number;
  #settings: Settings;
  #changes: ShardPlan['changes'];
  /** The first record that is not settled; that is where a restart goes on. */
  #checkpoint = 0;
  #readFrom = 0;
  #previousEndMs = -Infinity;
  #bufferedSinceMs: number | undefined;
  #window: { readonly startMs: number; readonly sizeMs: number; seen: number | undefined } | undefined;
  #isEarlyCallDue = false;
  readonly #documents: string[] = [];
  readonly #held: Held[] = [];
  /** Whether the batch at work was halved, and how much of it still waits for its turn. */
  #isHalved = false;
  #rests = 0;

  constructor(plan: ShardPlan) {
    this.#plan = plan;
    this.#failuresLeft = plan.records.map(({ failures }) => failures);
    this.#finalCallsToFail = plan.failingFinalCalls;
    this.#settings = plan;
    this.#changes = plan.changes;
    this.#eligible = [...plan.records.keys()].filter((record) => this.#isForTheFunction(record));
  }

  run(): ShardStory {
    for (;;) {
      try {
        if (this.#isEarlyCallDue) this.#finalCall(true);
        while (this.#step());
        return {
          calls: this.#calls,
          discards: this.#discards,
          documents: this.#documents,
          skipped: this.#skipped,
        };
      } catch (error) {
        if (!(error instanceof Restart)) throw error;
        this.#restart();
      }
    }
  }

  /** S2, S12: what LATEST leaves out, and what the filters do. */
  #isForTheFunction(record: number): boolean {
    const { records, startsAtLatest, latestGapMs, changes } = this.#plan;
    const { atMs, isFilteredOut } = records[record] as PlannedRecord;
    const gaps = [0, ...changes.map((change) => change.atMs + change.forMs)];
    const isMissed = gaps.some((fromMs) => atMs >= fromMs && atMs < fromMs + latestGapMs);
    const reason =
      startsAtLatest && atMs < 0 ? 'beforeStartingPosition' : startsAtLatest && isMissed ? 'latestGap' : '';
    const why = reason === '' && isFilteredOut ? 'filteredOut' : reason;
    if (why !== '') this.#skipped.push(`${record} ${why}`);
    return why === '';
  }

  /** Time passes; a change of the mapping that comes first, or at the same moment, ends everything but a call under way (S3). */
  #waitUntil(atMs: number): void {
    const [change] = this.#changes;
    if (change !== undefined && atMs >= change.atMs) throw new Restart();
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  #restart(): void {
    const [change, ...later] = this.#changes;
    if (change === undefined) throw new Error('there is no change');
    this.#changes = later;
    this.#nowMs = Math.max(this.#nowMs, change.atMs);
    this.#sendHeld();
    this.#rests = 0;
    this.#nowMs = Math.max(this.#nowMs, change.atMs + change.forMs);
    this.#settings = { ...this.#settings, ...change.settings };
    this.#readFrom = this.#checkpoint;
    this.#bufferedSinceMs = undefined;
    this.#previousEndMs = -Infinity;
  }

  /** Gathers the next batch and works it out, or ends the window; false when nothing more can come. */
  #step(): boolean {
    this.#waitUntil(this.#nowMs);
    const { records } = this.#plan;
    const { batchSize, windowMs, batchingWindowMs } = this.#settings;
    const waiting = this.#eligible.filter((record) => record >= this.#readFrom);
    const atOf = (record: number): number => (records[record] as PlannedRecord).atMs;
    const [first] = waiting;
    const isThere = first !== undefined && atOf(first) <= this.#nowMs;
    if (!isThere) this.#bufferedSinceMs = undefined;
    if (this.#window !== undefined) {
      if (this.#window.sizeMs !== windowMs) return this.#endWindow(); // S57
      const idleSinceMs = this.#window.startMs + windowMs + 120_000; // S50
      if (isThere && this.#windowOf(first) !== this.#window.startMs) return this.#endWindow();
      if (!isThere && (first === undefined || idleSinceMs < atOf(first) || idleSinceMs <= this.#nowMs)) {
        this.#waitUntil(idleSinceMs);
        return this.#endWindow();
      }
    }
    if (first === undefined) {
      const [change] = this.#changes;
      if (change === undefined) return false;
      throw new Restart();
    }
    if (!isThere) {
      this.#waitUntil(atOf(first));
      return true;
    }
    this.#bufferedSinceMs ??= this.#nowMs;
    const read = waiting.filter((record) => atOf(record) <= this.#nowMs).slice(0, batchSize);
    const batch = read.filter((record) => this.#windowOf(record) === this.#windowOf(first));
    const isFull = batch.length === batchSize || batch.length < read.length;
    const dueAtMs = Math.max(this.#bufferedSinceMs, this.#previousEndMs) + batchingWindowMs; // S6
    if (!isFull && dueAtMs > this.#nowMs) {
      const next = waiting[read.length];
      const nextAtMs = next === undefined ? Infinity : atOf(next);
      if (nextAtMs === dueAtMs) throw new Tie();
      this.#waitUntil(Math.min(dueAtMs, nextAtMs));
      return true;
    }
    if (batch.length === read.length) this.#bufferedSinceMs = undefined;
    this.#readFrom = (batch.at(-1) as number) + 1;
    this.#isHalved = false;
    this.#work(batch, { failures: 0, rejections: 0 });
    this.#sendHeld();
    return true;
  }

  #endWindow(): true {
    this.#finalCall(false);
    return true;
  }

  /** A batch until all of its records are done or given up. */
  #work(whole: readonly number[], budget: Budget): void {
    let batch = whole;
    for (;;) {
      this.#waitUntil(this.#nowMs);
      batch = this.#withoutExpired(batch, budget);
      const [first] = batch;
      if (first === undefined) return;
      if (this.#settings.windowMs > 0)
        this.#window ??= { startMs: this.#windowOf(first), sizeMs: this.#settings.windowMs, seen: undefined };
      const fault = this.#nextFault();
      if (fault === 'throttle') {
        this.#backOff(budget, 'rejections'); // S29
        continue;
      }
      const state = this.#call(batch, budget, '');
      const failed = batch.filter((record) => this.#fails(record));
      const [firstFailed] = failed;
      const isHeard = this.#plan.isReporting && fault !== 'crash';
      const reported = isHeard && this.#settings.reports ? firstFailed : undefined;
      // S20: a report to a mapping that does not listen is a success.
      const isDone = fault !== 'crash' && (firstFailed === undefined || (isHeard && !this.#settings.reports));
      if (isDone || (reported !== undefined && reported !== first)) {
        if (fault === 'redeliver') return this.#work(batch, { failures: 0, rejections: 0 }); // S60
        const rest = reported === undefined ? [] : batch.slice(batch.indexOf(reported)); // S21
        this.#settle(reported === undefined ? (batch.at(-1) as number) : reported - 1);
        if (rest.length > 0) this.#rests++;
        this.#carry(state);
        if (rest.length === 0) return;
        this.#rests--;
        return this.#work(rest, { failures: 0, rejections: 0 });
      }
      if (this.#settings.bisects && batch.length > 1) {
        const middle = Math.floor(batch.length / 2); // S33
        this.#isHalved = true;
        this.#rests++;
        this.#work(batch.slice(0, middle), { failures: 0, rejections: 0 });
        this.#rests--;
        return this.#work(batch.slice(middle), { failures: 0, rejections: 0 });
      }
      if (this.#isExhausted(budget)) {
        this.#discard(batch, 'RetryAttemptsExhausted', budget);
        return this.#settle(batch.at(-1) as number);
      }
      this.#backOff(budget, undefined);
    }
  }

  /** S38: only the front of a batch is given up for its age. */
  #withoutExpired(batch: readonly number[], budget: Budget): readonly number[] {
    const isTooOld = (record: number): boolean =>
      this.#nowMs - (this.#plan.records[record] as PlannedRecord).atMs >= this.#settings.ageMs;
    const firstFresh = batch.findIndex((record) => !isTooOld(record));
    const count = firstFresh === -1 ? batch.length : firstFresh;
    if (count === 0) return batch;
    this.#discard(batch.slice(0, count), 'RecordAgeExceeded', budget);
    this.#settle(batch[count - 1] as number);
    return batch.slice(count);
  }

  /** S49, S52, S55: a call without records, until it succeeds or is given up. */
  #finalCall(isEarly: boolean): void {
    this.#isEarlyCallDue = isEarly;
    const dueAtMs = this.#nowMs;
    const budget: Budget = { failures: 0, rejections: 0 };
    for (;;) {
      this.#waitUntil(this.#nowMs);
      if (this.#nowMs - dueAtMs >= this.#settings.ageMs) {
        this.#discard([], 'RecordAgeExceeded', budget);
        break;
      }
      const fault = this.#nextFault();
      if (fault === 'throttle') {
        this.#backOff(budget, 'rejections');
        continue;
      }
      this.#call([], budget, isEarly ? ' final early' : ' final');
      const fails = this.#finalCallsToFail > 0;
      if (fails) this.#finalCallsToFail--;
      if (!fails && fault === 'redeliver') {
        budget.failures = budget.rejections = 0;
        continue;
      }
      if (!fails && fault !== 'crash') break;
      if (this.#isExhausted(budget)) {
        this.#discard([], 'RetryAttemptsExhausted', budget);
        break;
      }
      this.#backOff(budget, undefined);
    }
    this.#isEarlyCallDue = false;
    this.#window = undefined;
  }

  #nextFault(): string | undefined {
    const index = this.#attempts++;
    return this.#plan.faults.find(([attempt]) => attempt === index)?.[1];
  }

  /** Answers with what the function makes of the state. */
  #call(batch: readonly number[], { failures, rejections }: Budget, how: string): number {
    const seen = this.#window?.seen;
    const state =
      this.#window === undefined
        ? ''
        : ` state ${seen === undefined ? '{}' : JSON.stringify({ seen: '|'.repeat(seen) })}`;
    this.#calls.push(`${this.#nowMs} [${batch.join()}] attempt ${failures + rejections + 1}${how}${state}`);
    this.#nowMs += this.#plan.durationMs;
    this.#previousEndMs = this.#nowMs;
    return (seen ?? 0) + batch.length;
  }

  #fails(record: number): boolean {
    const left = this.#failuresLeft[record] ?? 0;
    if (left > 0 && left < 99) this.#failuresLeft[record] = left - 1;
    return left > 0;
  }

  /** S48, S52. */
  #carry(seen: number): void {
    if (this.#window === undefined) return;
    this.#window.seen = seen;
    if (seen > this.#plan.mostSeen) this.#finalCall(true);
  }

  /** A failure that counts: whether it was the last that the budget has. */
  #isExhausted(budget: Budget): boolean {
    budget.failures++;
    return this.#settings.retries !== -1 && budget.failures > this.#settings.retries;
  }

  #backOff(budget: Budget, counter: 'rejections' | undefined): void {
    if (counter !== undefined) budget[counter]++;
    const waits = budget.failures + budget.rejections;
    this.#waitUntil(this.#nowMs + Math.min(60_000, 200 * 2 ** (waits - 1))); // S28
  }

  #discard(batch: readonly number[], condition: string, { failures }: Budget): void {
    this.#previousEndMs = this.#nowMs; // S6
    this.#discards.push(`${this.#nowMs} [${batch.join()}] ${condition} ${Math.max(1, failures)}`);
    this.#held.push({ records: batch, condition });
    const waits = this.#isHalved && this.#rests > 0;
    if (!waits && this.#held.length === 1) this.#sendHeld();
  }

  /** S37: neighbours that were given up for the same cause have one document. */
  #sendHeld(): void {
    const together: Held[] = [];
    for (const each of this.#held.splice(0)) {
      const before = together.at(-1);
      const isNext =
        before !== undefined && before.records.length > 0 && before.records.at(-1) === (each.records[0] ?? 0) - 1;
      if (isNext && before.condition === each.condition) {
        together[together.length - 1] = { ...each, records: [...before.records, ...each.records] };
      } else together.push(each);
    }
    for (const { records } of together) {
      this.#documents.push(`${this.#nowMs} ${records[0] ?? ''}..${records.at(-1) ?? ''} (${records.length})`);
    }
  }

  #settle(record: number): void {
    this.#checkpoint = Math.max(this.#checkpoint, record + 1);
  }

  /** S47. */
  #windowOf(record: number): number {
    const { records } = this.#plan;
    const { windowMs } = this.#settings;
    return windowMs === 0 ? 0 : Math.floor((records[record] as PlannedRecord).atMs / windowMs) * windowMs;
  }
}

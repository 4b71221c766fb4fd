import { isDecodeError, type WireRecord } from '@millrace/records';
import type { ResolvedOptions } from './batchOptions.ts';
import type { BatchOutcome, RecordFailure } from './batchOutcome.ts';
import { AttemptScope, isThenable } from './attemptScope.ts';
import { DeadlineError, InvocationTime, RecordTimeoutError } from './invocationTime.ts';
import { isPoisonRecordError } from './poisonRecordError.ts';
import { isKeyedLogger, logKeysOf, openRecordLog } from './recordLog.ts';
import { identifierOf, type LambdaContext } from './streamEvent.ts';

/** What became of a record so far. */
export type Fate = 'processed' | 'poisoned' | 'failed';

/** One batch on its way: its clock, what became of each record, its first failure. Made for a call and dropped after it. */
export class BatchRun {
  readonly time: InvocationTime;
  readonly records: readonly WireRecord[];
  readonly #context: LambdaContext | undefined;
  readonly #options: ResolvedOptions;
  readonly #identifiers: readonly (string | undefined)[];
  readonly #fates: (Fate | undefined)[];
  #firstFailure: RecordFailure | undefined;

  constructor(records: readonly WireRecord[], context: LambdaContext | undefined, options: ResolvedOptions) {
    this.records = records;
    this.time = new InvocationTime(context, options);
    this.#context = context;
    this.#options = options;
    // Taken before anything else runs: what a handler does to its record must not change what is reported.
    this.#identifiers = records.map(identifierOf);
    this.#fates = records.map(() => undefined);
  }

  /** The scope for an attempt at one record. */
  open(index: number): AttemptScope {
    const { logger, concurrency } = this.#options;
    const wire = this.records[index] as WireRecord;
    const scope = new AttemptScope(this.#context, this.time, () => openRecordLog(logger, wire, concurrency > 1));
    // The caller's own lines carry the keys too, which works only while one record runs at a time.
    if (concurrency === 1 && isKeyedLogger(logger)) void scope.logger;
    return scope;
  }

  /** The scope for an attempt at several records at once: its log lines carry no keys. */
  openMany(): AttemptScope {
    const { logger } = this.#options;
    return new AttemptScope(this.#context, this.time, () => ({ logger, close() {} }));
  }

  /** Notes what became of a record. */
  mark(index: number, fate: Fate): void {
    this.#fates[index] = fate;
  }

  /** Notes how an attempt ended; answers whether the batch can go on after the record. */
  end(index: number, scope: AttemptScope, fate: Fate): boolean {
    this.mark(index, fate);
    scope.close();
    return fate !== 'failed';
  }

  /** Ends an attempt that threw: as poison that was put aside, or as a failure. */
  caught(index: number, scope: AttemptScope, error: unknown): boolean | Promise<boolean> {
    const { onPoison } = this.#options;
    if (!isPoisonRecordError(error) && !isDecodeError(error)) return this.fail(index, scope, error);
    if (onPoison === undefined) return this.fail(index, scope, error, 'poison');
    const taken = (): boolean => {
      scope.logger.warn(`Record ${this.#identifiers[index]} is poison and was handed to onPoison.`, error);
      return this.end(index, scope, 'poisoned');
    };
    const refused = (reason: unknown): boolean => this.fail(index, scope, reason, 'poisonHandlerFailed');
    try {
      const answer = onPoison(this.records[index] as WireRecord, error, scope);
      return isThenable(answer) ? scope.until(answer).then(taken, refused) : taken();
    } catch (reason) {
      return refused(reason);
    }
  }

  /** Ends an attempt as a failure. */
  fail(index: number, scope: AttemptScope, error: unknown, reason = reasonOf(error)): boolean {
    const sequenceNumber = this.#identifiers[index];
    if (this.#firstFailure === undefined || index < this.#firstFailure.index) {
      this.#firstFailure = { index, ...logKeysOf(this.records[index]), sequenceNumber, reason, error };
    }
    scope.logger.error(failureLine(reason, sequenceNumber), error);
    return this.end(index, scope, 'failed');
  }

  /** Closes the run that got as far as the record with index `stop`, and tells `onOutcome`. */
  async close(stop: number): Promise<BatchOutcome> {
    const outcome = this.#outcome(stop);
    const { logger, onOutcome } = this.#options;
    if (outcome.stopped === 'outOfTime') {
      logger.warn(`Out of time: ${outcome.skipped.length} of ${outcome.received} records wait for another delivery.`);
    }
    try {
      const answer = onOutcome?.(outcome);
      if (isThenable(answer)) await this.openMany().until(answer);
    } catch (error) {
      // Metrics that fail must not make a batch fail that succeeded.
      logger.warn('onOutcome failed; the answer to Lambda is not affected.', error);
    } finally {
      this.time.close();
    }
    return outcome;
  }

  #outcome(stop: number): BatchOutcome {
    const { length } = this.records;
    const lists = {
      processed: [] as string[],
      poisoned: [] as string[],
      failed: [] as string[],
      skipped: [] as string[],
    };
    const repeated: string[] = [];
    for (let index = 0; index < length; index++) {
      const fate = this.#fates[index];
      const sequenceNumber = this.#identifiers[index] ?? '';
      lists[fate ?? 'skipped'].push(sequenceNumber);
      if (index > stop && (fate === 'processed' || fate === 'poisoned')) repeated.push(sequenceNumber);
    }
    const firstFailure = this.#firstFailure;
    const { processed, poisoned, skipped } = lists;
    const stopped = stop === length ? 'completed' : firstFailure?.index === stop ? 'failed' : 'outOfTime';
    const retryFrom = stop === length ? undefined : { index: stop, sequenceNumber: this.#identifiers[stop] };
    return { received: length, processed, poisoned, skipped, repeated, firstFailure, stopped, retryFrom };
  }
}

function reasonOf(error: unknown): RecordFailure['reason'] {
  if (error instanceof DeadlineError) return 'deadline';
  return error instanceof RecordTimeoutError ? 'recordTimedOut' : 'handlerFailed';
}

function failureLine(reason: RecordFailure['reason'], sequenceNumber: string | undefined): string {
  const which = `Record ${sequenceNumber ?? '(without a sequence number)'}`;
  switch (reason) {
    case 'handlerFailed':
      return `${which} failed; it is delivered again.`;
    case 'poison':
      return (
        `${which} can never succeed and blocks its shard until its retries or its age run out. ` +
        'Pass onPoison to put such records aside: { onPoison: (record, error) => sendToQueue(record) }.'
      );
    case 'poisonHandlerFailed':
      return `${which} is poison and onPoison failed; it is delivered again.`;
    case 'recordTimedOut':
    case 'deadline':
      return `${which} was given up; it is delivered again.`;
    default:
      return reason satisfies never;
  }
}

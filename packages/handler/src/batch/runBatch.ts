import { type DecodeError, isDecodeError, type WireRecord } from '@millrace/records';
import { AttemptScope, isThenable } from '../call/attemptScope.ts';
import type { PoisonHandler, ResolvedOptions } from './batchOptions.ts';
import { type BatchOutcome, type Fate, outcomeOf, type RecordFailure } from './batchOutcome.ts';
import { isHandlerError } from '../options/handlerError.ts';
import { type InvocationTime, RecordTimeoutError, watchTime } from '../call/invocationTime.ts';
import { thrownText } from '../options/thrownText.ts';
import { unlessItThrows } from '../options/unlessItThrows.ts';
import type { PoisonRecordError } from './poisonRecordError.ts';
import { isKeyedLogger, type Logger, logKeysOf, recordLogger, say } from '../call/recordLogger.ts';
import type { RecordScope } from '../call/recordScope.ts';
import { identifierOf, type LambdaContext } from '../call/streamEvent.ts';

/** One batch on its way: its clock, and what became of each record. */
export interface BatchRun {
  readonly time: InvocationTime;
  /** Waits for the answer of work on records, as long as that may take. */
  readonly within: InvocationTime['within'];
  /** What became of each record so far. */
  readonly fates: Fate[];
  /** Does the work of one record, puts it aside when it is poison; answers whether the batch can go on after it. */
  readonly attempt: (index: number, work: RecordWork) => boolean | PromiseLike<boolean>;
  /** Notes that a record failed; answers that the batch cannot go on after it. */
  readonly fail: (index: number, scope: RecordScope, error: unknown) => boolean;
}

/** What is done with a record, as it was delivered. */
export type RecordWork = (record: WireRecord, scope: RecordScope) => unknown;

/**
 * Does the work on a batch, which answers with the index of the first record that is not done, and tells `onOutcome`
 * what became of it. All state is of this call, so overlapping calls cannot touch each other.
 */
export async function runBatch(
  records: readonly WireRecord[],
  context: LambdaContext | undefined,
  options: ResolvedOptions,
  work: (run: BatchRun) => Promise<number>,
): Promise<BatchOutcome> {
  const { logger, logged, concurrency, recordTimeoutMs, onPoison, onOutcome } = options;
  const time = watchTime(context, options);
  // Taken before anything else runs: what a handler does to its record must not change what is reported.
  const identifiers = records.map(identifierOf);
  const fates: Fate[] = [];
  // The caller's own lines carry the keys of the record too, which works only while one record runs at a time.
  const keyed = concurrency === 1 && isKeyedLogger(logger) ? logger : undefined;
  const within: InvocationTime['within'] = (answer, scope) => time.within(answer, scope, recordTimeoutMs);
  const openLogger = (index: number): Logger => keyed ?? recordLogger(logger, records[index] as WireRecord);

  function attempt(index: number, work: RecordWork): boolean | PromiseLike<boolean> {
    const record = records[index] as WireRecord;
    const scope = new AttemptScope(context, openLogger, index);
    unlessItThrows(() => keyed?.appendKeys(logKeysOf(record)));
    try {
      const answer = within(work(record, scope), scope);
      return isThenable(answer)
        ? answer.then(
            () => end(index, 'processed'),
            (error) => caught(index, scope, error),
          )
        : end(index, 'processed');
    } catch (error) {
      return caught(index, scope, error);
    }
  }

  function end(index: number, fate: Fate): boolean {
    fates[index] = fate;
    unlessItThrows(() => keyed?.removeKeys(Object.keys(logKeysOf())));
    return typeof fate === 'string';
  }

  function caught(index: number, scope: AttemptScope, error: unknown): boolean | PromiseLike<boolean> {
    // A handler may decode other things than its record; what is wrong with those may be mended.
    const isPoison = unlessItThrows(() =>
      isDecodeError(error)
        ? (error.sequenceNumber ?? '') === identifiers[index]
        : isHandlerError(error, 'PoisonRecordError'),
    );
    if (isPoison && onPoison) return putAside(index, scope, error as DecodeError | PoisonRecordError, onPoison);
    return fail(index, scope, error, isPoison && 'poison');
  }

  function putAside(
    index: number,
    scope: AttemptScope,
    error: DecodeError | PoisonRecordError,
    onPoison: PoisonHandler,
  ): boolean | PromiseLike<boolean> {
    const isPoison = `Record ${identifiers[index]} is poison`;
    const failed = (reason: unknown): boolean => {
      // The failure is that of onPoison, and would hide what is wrong with the record.
      say(scope, 'warn', `${isPoison}.`, error);
      return fail(index, scope, reason, 'poisonHandlerFailed');
    };
    const taken = (): boolean => {
      say(scope, 'warn', `${isPoison}; onPoison took it.`, error);
      return end(index, 'poisoned');
    };
    let answer: unknown;
    try {
      answer = within(onPoison(records[index] as WireRecord, error, scope), scope);
    } catch (reason) {
      return failed(reason);
    }
    return isThenable(answer) ? answer.then(taken, failed) : taken();
  }

  function fail(index: number, scope: RecordScope, error: unknown, known?: RecordFailure['reason'] | false): boolean {
    const reason =
      known || unlessItThrows(() => error instanceof RecordTimeoutError && error.reason) || 'handlerFailed';
    const sequenceNumber = identifiers[index] as string;
    const failed = `Record ${sequenceNumber} failed`;
    const failure = failed + thrownText(error);
    const remedy = reason === 'poison' ? ', and always will: pass onPoison' : '';
    if (!logged.has(failure)) say(scope, 'error', `${failed} (${reason})${remedy}.`, error);
    // The console has no level to leave it out by: it would say so with each attempt.
    else if (logger !== console) say(scope, 'debug', `${failed} as before.`);
    if (logged.size > 99) logged.clear();
    logged.add(failure);
    return end(index, { index, ...logKeysOf(records[index]), sequenceNumber, reason, error });
  }

  const stop = await work({ time, within, fates, attempt, fail });
  const outcome = outcomeOf(identifiers, fates, stop);
  if (outcome.stopped === 'outOfTime') {
    say(
      options,
      'warn',
      `Out of time: ${outcome.skipped.length} of ${records.length} records wait for another delivery.`,
    );
  }
  try {
    await time.within(onOutcome?.(outcome));
  } catch (error) {
    // Metrics that fail must not make a batch fail that succeeded.
    say(options, 'warn', 'onOutcome failed; the answer stands.', error);
  }
  return outcome;
}

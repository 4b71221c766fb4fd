import { isDecodeError, type WireRecord } from '@millrace/records';
import { AttemptScope, isThenable } from './attemptScope.ts';
import type { ResolvedOptions } from './batchOptions.ts';
import type { BatchOutcome, RecordFailure } from './batchOutcome.ts';
import { type InvocationTime, RecordTimeoutError, watchTime } from './invocationTime.ts';
import { isPoisonRecordError } from './poisonRecordError.ts';
import { isKeyedLogger, logKeysOf, openRecordLog, type RecordLog } from './recordLog.ts';
import { identifierOf, type LambdaContext } from './streamEvent.ts';

/** What became of a record so far. */
export type Fate = 'processed' | 'poisoned' | 'failed';

/** One batch on its way: its clock, what became of each record, its first failure. */
export interface BatchRun {
  readonly time: InvocationTime;
  /** The scope for an attempt at one record. */
  readonly open: (index: number) => AttemptScope;
  /** The scope for an attempt at several records at once: its log lines carry no keys. */
  readonly openMany: () => AttemptScope;
  /** Notes what became of a record. */
  readonly mark: (index: number, fate: Fate) => void;
  /** Notes how an attempt ended; answers whether the batch can go on after the record. */
  readonly end: (index: number, scope: AttemptScope, fate: Fate) => boolean;
  /** Ends an attempt that threw: as poison that was put aside, or as a failure. */
  readonly caught: (index: number, scope: AttemptScope, error: unknown) => boolean | Promise<boolean>;
  /** Ends an attempt as a failure. */
  readonly fail: (index: number, scope: AttemptScope, error: unknown, reason?: RecordFailure['reason']) => boolean;
  /** Closes the run that got as far as the record with index `stop`, and tells `onOutcome`. */
  readonly close: (stop: number) => Promise<BatchOutcome>;
}

/** Begins a run. All state is in it, so overlapping calls cannot touch each other. */
export function startRun(
  records: readonly WireRecord[],
  context: LambdaContext | undefined,
  { logger, concurrency, onPoison, onOutcome, timeOptions }: ResolvedOptions,
): BatchRun {
  const time = watchTime(context, timeOptions);
  // Taken before anything else runs: what a handler does to its record must not change what is reported.
  const identifiers = records.map(identifierOf);
  const fates = records.map((): Fate | undefined => undefined);
  // The caller's own lines carry the keys of the record too, which works only while one record runs at a time.
  const keysOnLinesOfCaller = concurrency === 1 && isKeyedLogger(logger);
  const openLog = (index: number): RecordLog => openRecordLog(logger, records[index] as WireRecord, concurrency > 1);
  let firstFailure: RecordFailure | undefined;

  function open(index: number): AttemptScope {
    const scope = new AttemptScope(context, time, openLog, index);
    if (keysOnLinesOfCaller) void scope.logger;
    return scope;
  }

  function openMany(): AttemptScope {
    return new AttemptScope(context, time, () => ({ logger, close() {} }), 0);
  }

  function mark(index: number, fate: Fate): void {
    fates[index] = fate;
  }

  function end(index: number, scope: AttemptScope, fate: Fate): boolean {
    fates[index] = fate;
    scope.close();
    return fate !== 'failed';
  }

  function caught(index: number, scope: AttemptScope, error: unknown): boolean | Promise<boolean> {
    // A handler may decode other things than its record; what is wrong with those may be mended.
    const isOfRecord = isDecodeError(error) && (error.sequenceNumber ?? '') === identifiers[index];
    if (!isOfRecord && !isPoisonRecordError(error)) return fail(index, scope, error);
    if (onPoison === undefined) return fail(index, scope, error, 'poison');
    const taken = (): boolean => {
      scope.logger.warn(`Record ${identifiers[index]} is poison; onPoison took it.`, error);
      return end(index, scope, 'poisoned');
    };
    const refused = (reason: unknown): boolean => fail(index, scope, reason, 'poisonHandlerFailed');
    try {
      const answer = onPoison(records[index] as WireRecord, error, scope);
      return isThenable(answer) ? scope.until(answer).then(taken, refused) : taken();
    } catch (reason) {
      return refused(reason);
    }
  }

  function fail(index: number, scope: AttemptScope, error: unknown, reason = reasonOf(error)): boolean {
    const sequenceNumber = identifiers[index] as string;
    if (firstFailure === undefined || index < firstFailure.index) {
      firstFailure = { index, ...logKeysOf(records[index]), sequenceNumber, reason, error };
    }
    scope.logger.error(
      `Record ${sequenceNumber} failed (${reason})${reason === 'poison' ? howToPutAside : ''}.`,
      error,
    );
    return end(index, scope, 'failed');
  }

  async function close(stop: number): Promise<BatchOutcome> {
    const outcome = outcomeOf(stop);
    if (outcome.stopped === 'outOfTime') {
      logger.warn(`Out of time: ${outcome.skipped.length} of ${outcome.received} records wait for another delivery.`);
    }
    try {
      const answer = onOutcome?.(outcome);
      if (isThenable(answer)) await openMany().until(answer);
    } catch (error) {
      // Metrics that fail must not make a batch fail that succeeded.
      logger.warn('onOutcome failed; the answer to Lambda is not affected.', error);
    }
    time.close();
    return outcome;
  }

  function outcomeOf(stop: number): BatchOutcome {
    const those = (test: (fate: Fate | undefined, index: number) => unknown): string[] =>
      identifiers.filter((_, index) => test(fates[index], index));
    const isDone = stop === records.length;
    return {
      received: records.length,
      processed: those((fate) => fate === 'processed'),
      poisoned: those((fate) => fate === 'poisoned'),
      skipped: those((fate) => !fate),
      repeated: those((fate, index) => index > stop && fate && fate !== 'failed'),
      firstFailure,
      stopped: isDone ? 'completed' : firstFailure?.index === stop ? 'failed' : 'outOfTime',
      retryFrom: isDone ? undefined : { index: stop, sequenceNumber: identifiers[stop] as string },
    };
  }
  return { time, open, openMany, mark, end, caught, fail, close };
}

const howToPutAside = ', and always will. Pass onPoison to put such records aside: { onPoison: (record, error) => … }';

function reasonOf(error: unknown): RecordFailure['reason'] {
  return error instanceof RecordTimeoutError ? error.reason : 'handlerFailed';
}

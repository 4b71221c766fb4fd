import type { RecordLogKeys } from '../call/recordLogger.ts';

/** What became of a batch. Lists hold sequence numbers in the order of the batch (`''` for a record without one). */
export interface BatchOutcome {
  /** How many records the batch had. */
  readonly received: number;
  /** Records whose handler succeeded. */
  readonly processed: readonly string[];
  /** Records that `onPoison` took. */
  readonly poisoned: readonly string[];
  /** Records that were not attempted, because the batch stopped before them. */
  readonly skipped: readonly string[];
  /** Records that are done and lie after the one reported: with `concurrency` > 1, Lambda delivers them once more. */
  readonly repeated: readonly string[];
  /** The first record, in the order of the batch, that failed. */
  readonly firstFailure: RecordFailure | undefined;
  /** Why the batch ended: everything done, a record failed, or no time for another record. */
  readonly stopped: 'completed' | 'failed' | 'outOfTime';
  /** The first record that is not done, where Lambda has to go on; undefined when everything is done. */
  readonly retryFrom: RetryPoint | undefined;
}

/** The record from which Lambda has to deliver again. */
export interface RetryPoint {
  readonly index: number;
  /** `''` when the record carries none; then nothing can be reported and the whole batch has to be repeated. */
  readonly sequenceNumber: string;
}

/** A record that failed, and how. */
export interface RecordFailure extends RecordLogKeys {
  readonly index: number;
  /**
   * `handlerFailed`: the handler threw. `poison`: it can never succeed and there is no `onPoison`. `poisonHandlerFailed`:
   * `onPoison` threw. `recordTimedOut`, `deadline`: it was given up.
   */
  readonly reason: 'handlerFailed' | 'poison' | 'poisonHandlerFailed' | 'recordTimedOut' | 'deadline';
  /** What was thrown, as it was thrown: not always an `Error`. */
  readonly error: unknown;
}

/** What became of a record that was attempted. */
export type Fate = 'processed' | 'poisoned' | RecordFailure;

/** The outcome of a batch that is done up to the record with index `stop`. */
export function outcomeOf(identifiers: readonly string[], fates: readonly Fate[], stop: number): BatchOutcome {
  const those = (fate?: Fate): string[] => identifiers.filter((_, index) => fates[index] === fate);
  const firstFailure = fates.find((fate) => typeof fate === 'object');
  const isDone = stop === identifiers.length;
  return {
    received: identifiers.length,
    processed: those('processed'),
    poisoned: those('poisoned'),
    skipped: those(),
    repeated: identifiers.filter((_, index) => index > stop && typeof fates[index] === 'string'),
    firstFailure,
    stopped: isDone ? 'completed' : firstFailure?.index === stop ? 'failed' : 'outOfTime',
    retryFrom: isDone ? undefined : { index: stop, sequenceNumber: identifiers[stop] as string },
  };
}

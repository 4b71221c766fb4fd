/**
 * How an effect ended.
 *
 * - `done`, `failed`: it came back with an answer, or with an error of its own;
 * - `refused`, `throttled`, `timedOut`: a fault; it was not done;
 * - `partlyFailed`, `answerLost`: a fault; it was done, in part or whole;
 * - `crashed`: the process was gone before it was done;
 * - `pending`: it had not ended when the run did.
 */
export type EffectOutcome =
  | 'done'
  | 'failed'
  | 'refused'
  | 'throttled'
  | 'partlyFailed'
  | 'answerLost'
  | 'timedOut'
  | 'crashed'
  | 'pending';

/** What is known of one call that left a handler. */
export interface EffectFacts {
  /** The k-th effect of its invocation, from 1, in the order in which they began. */
  readonly number: number;
  /** Such as `dynamodb.PutItem orders` or `POST api.example.com/charge`. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** What it does, in a canonical form: equal when the same is done again, without uuids, clocks and request ids. */
  readonly key: string;
  /** The record that it is for, when that is known. */
  readonly sequenceNumber?: string;
  /** The records that it is for, when one call is for several. */
  readonly about?: readonly string[];
  readonly outcome: EffectOutcome;
  /** Whether it ended before the handler answered: on Lambda, what did not is frozen, or lost. */
  readonly when: 'beforeAnswer' | 'afterAnswer';
  /** What was asked for, as plain data. */
  readonly call?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** A call that left the handler, told in the order in which they began; what ends after the answer is told when it ends. */
export interface EffectEvent extends EffectFacts {
  readonly type: 'effect';
  /** When it began, in virtual milliseconds since the scenario's start; after the answer: when it was heard of. */
  readonly atMs: number;
  readonly shardId: string;
  readonly lane: number;
  readonly requestId: string;
  /** The index of its invocation. */
  readonly invocation: number;
  readonly assumption?: string;
}

/** Whether what was asked for happened, whole or in part. A call that failed by itself, or is pending, may have. */
export function wasDone({ outcome }: EffectFacts): boolean {
  return outcome === 'done' || outcome === 'answerLost' || outcome === 'partlyFailed';
}

/**
 * Whether it was done, and before the handler answered.
 *
 * @internal For the packages of millrace.
 */
export function wasDoneInTime(effect: EffectFacts): boolean {
  return wasDone(effect) && effect.when === 'beforeAnswer';
}

/**
 * The records that an effect is known to be for.
 *
 * @internal For the packages of millrace.
 */
export function recordsOfEffect({ sequenceNumber, about }: EffectFacts): readonly string[] {
  return about ?? (sequenceNumber === undefined ? [] : [sequenceNumber]);
}

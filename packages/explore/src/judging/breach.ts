/** The kind of a failure; shrinking keeps it. `invariant: name` is one of the user's own. */
export type BreachCode =
  | 'neverSettles'
  | 'unsettledRecord'
  | 'recordLost'
  | 'finalStateDiffers'
  | 'effectsOutOfOrder'
  | 'effectBehindFailure'
  | 'skippedInBatch'
  | 'notRepeatable'
  | 'observeFails'
  | 'notExercised'
  | `sometimes: ${string}`
  | `invariant: ${string}`;

/** What does not hold. */
export interface Breach {
  readonly code: BreachCode;
  /** One sentence. */
  readonly message: string;
  /** The records that it is about. */
  readonly sequenceNumbers: readonly string[];
}

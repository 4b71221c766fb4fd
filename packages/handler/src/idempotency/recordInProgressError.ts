const brand = Symbol.for('@millrace/handler/RecordInProgressError');

/**
 * Another invocation has begun this record and has neither finished nor failed it: it may still be running, or it was
 * cut off. An ordinary failure: reported, the record comes again, and runs once the lock has lapsed.
 *
 * `cause` is Powertools' `IdempotencyAlreadyInProgressError` where a persistence layer said so.
 */
export class RecordInProgressError extends Error {
  override readonly name = 'RecordInProgressError';
  readonly code = 'RecordInProgressError';
  /** What is locked: the event id or business key, or the item. */
  readonly key: string;
  /** Epoch milliseconds at which the lock lapses; undefined when the store does not say. */
  readonly lockedUntilMs: number | undefined;

  constructor(key: string, lockedUntilMs: number | undefined, options?: ErrorOptions) {
    const until =
      lockedUntilMs === undefined ? 'for a time its store does not tell' : `until ${instant(lockedUntilMs)}`;
    super(
      `${key} is being processed by another invocation and is locked ${until}. ` +
        'Nothing is wrong with the record: report it as failed, and a retry after that time runs it.',
      options,
    );
    Object.defineProperty(this, brand, { value: true });
    this.key = key;
    this.lockedUntilMs = lockedUntilMs;
  }
}

/** Says whether an error is a {@link RecordInProgressError}, from whichever copy of the package (ESM or CommonJS). */
export function isRecordInProgressError(error: unknown): error is RecordInProgressError {
  return typeof error === 'object' && error !== null && brand in error;
}

function instant(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? `${epochMs} ms` : date.toISOString();
}

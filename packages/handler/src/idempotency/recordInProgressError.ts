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
    this.key = key;
    this.lockedUntilMs = lockedUntilMs;
  }
}

function instant(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? `${epochMs} ms` : date.toISOString();
}

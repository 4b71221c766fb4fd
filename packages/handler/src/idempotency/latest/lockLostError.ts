/**
 * The effect of a record went on after its lock had lapsed, and another record of the item was begun meanwhile: the two
 * may have been applied in either order. Reported, the record comes again, and is skipped if a later one is applied.
 */
export class LockLostError extends Error {
  override readonly name = 'LockLostError';
  readonly code = 'LockLostError';
  /** The table and the key of the item. */
  readonly item: string;

  constructor(item: string, record: string) {
    super(
      `${record} was still being applied to ${item} when its lock lapsed and another record of the item was begun. ` +
        'Look at the item: an older change may have come last. Pass the Lambda context on, so that the lock lasts as ' +
        'long as the invocation.',
    );
    this.item = item;
  }
}

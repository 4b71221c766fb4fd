/** The attribute that tells a claim from every other item; it holds the event id or business key, for a reader. */
export const claimMark = 'millraceClaim';

/**
 * Says whether a failed write failed because its record is claimed already: a duplicate, whose effect has happened.
 *
 * False for everything else, which is a real failure: another condition of the transaction, a conflict with another
 * transaction (the other one may yet fail), a throttle, a record that `idempotent` has in progress. Works on what
 * `TransactWriteItems` throws (`TransactionCanceledException`) and on what a lone `PutItem` of the claim throws.
 */
export function alreadyClaimed(error: unknown): boolean {
  const { name, Item, CancellationReasons: reasons } = Object(error) as Readonly<Record<string, unknown>>;
  if (name === 'ConditionalCheckFailedException') return isDone(Item);
  if (name !== 'TransactionCanceledException') return false;
  return Array.isArray(reasons) && reasons.some(isClaimed);
}

function isClaimed(reason: unknown): boolean {
  const { Code, Item } = (reason ?? {}) as { Code?: unknown; Item?: unknown };
  return Code === 'ConditionalCheckFailed' && isDone(Item);
}

/** A claim by its mark; a completed record of Powertools by its attributes (of their default names) and its hashed key. */
function isDone(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  if (claimMark in item) return true;
  const { status, expiration } = item as { status?: { S?: unknown }; expiration?: { N?: unknown } };
  // The hash tells it from an item of the user that has a status and an expiration too.
  return status?.S === 'COMPLETED' && typeof expiration?.N === 'string' && Object.values(item).some(isHashedKey);
}

const hashedKey = /#[\w+/]{22}==$/;

function isHashedKey(value: { S?: unknown } | null): boolean {
  return typeof value?.S === 'string' && hashedKey.test(value.S);
}

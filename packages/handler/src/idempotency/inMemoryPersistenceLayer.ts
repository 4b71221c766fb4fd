import { IdempotencyItemAlreadyExistsError, IdempotencyItemNotFoundError } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';

/**
 * A persistence layer of Powertools that keeps its records in this process: for unit tests, with `idempotent` or with
 * Powertools' own `makeIdempotent`.
 *
 * Each operation is atomic, as in DynamoDB, and goes by `Date.now()`. Nothing is shared between processes and nothing
 * survives them: never in a deployed function, whose next invocation may run elsewhere.
 *
 * @example
 * const charge = idempotent(onRecord, { persistenceStore: new InMemoryPersistenceLayer() });
 */
export class InMemoryPersistenceLayer extends BasePersistenceLayer {
  readonly #records = new Map<string, IdempotencyRecord>();

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const existing = this.#records.get(record.idempotencyKey);
    if (existing !== undefined && !isFree(existing)) {
      throw new IdempotencyItemAlreadyExistsError(
        `Failed to put record for already existing idempotency key: ${record.idempotencyKey}`,
        copyOf(existing),
      );
    }
    this.#records.set(record.idempotencyKey, copyOf(record));
  }

  protected override async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    const record = this.#records.get(idempotencyKey);
    if (record === undefined) {
      throw new IdempotencyItemNotFoundError(`There is no record of idempotency key ${idempotencyKey}.`);
    }
    return copyOf(record);
  }

  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    this.#records.set(record.idempotencyKey, copyOf(record));
  }

  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    this.#records.delete(record.idempotencyKey);
  }
}

/** The conditions under which Powertools' DynamoDB layer writes over a record. */
function isFree(existing: IdempotencyRecord): boolean {
  if (existing.isExpired()) return true;
  const lockedUntilMs = existing.inProgressExpiryTimestamp;
  return existing.getStatus() === 'INPROGRESS' && lockedUntilMs !== undefined && lockedUntilMs < Date.now();
}

function copyOf(record: IdempotencyRecord): IdempotencyRecord {
  return Object.assign(Object.create(IdempotencyRecord.prototype), record);
}

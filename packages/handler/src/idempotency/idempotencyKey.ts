import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, type IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';

/**
 * The key under which Powertools stores a text: the prefix, `#`, and a hash of the text. Computed by Powertools itself,
 * so that a claim and a prefetch meet the records that a persistence layer wrote.
 */
export function idempotencyKey(keyPrefix: string, text: string): string {
  return reader(keyPrefix).keyOf(text);
}

class KeyReader extends BasePersistenceLayer {
  keyOf(text: string): string {
    return this.getHashedIdempotencyKey(text);
  }

  protected override _putRecord(): Promise<void> {
    return stores();
  }

  protected override _getRecord(): Promise<IdempotencyRecord> {
    return stores();
  }

  protected override _updateRecord(): Promise<void> {
    return stores();
  }

  protected override _deleteRecord(): Promise<void> {
    return stores();
  }
}

let only: KeyReader | undefined;

function reader(keyPrefix: string): KeyReader {
  only ??= new KeyReader();
  only.configure({ config: (config ??= new IdempotencyConfig({})), keyPrefix });
  return only;
}

let config: IdempotencyConfig | undefined;

function stores(): Promise<never> {
  return Promise.reject(new Error('This layer computes keys and stores nothing.'));
}

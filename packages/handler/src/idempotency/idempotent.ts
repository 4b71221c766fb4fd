import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import type { WireRecord } from '@millrace/records';
import { check, isMissingOrFunction } from '../options/check.ts';
import { isFunction } from '../options/isFunction.ts';
import { checkOptions, type OptionNames } from './checkOptions.ts';
import { type ExpiryOptions, expiryNames, expirySecondsOf } from './expiryOptions.ts';
import { type KeyOptions, keyNames, keyPrefixOf, keyTextOf } from './keyOptions.ts';
import { type PrefetchOptions, prefetchOf } from './prefetch.ts';
import { remainingTimeMs, type WithScope } from './remainingTime.ts';
import { type KeyedStore, runOnce } from './runOnce.ts';
import { StoreSettingsError } from './storeSettingsError.ts';
import { type StreamRecord, wireRecordOf } from './streamRecord.ts';
import { rememberCompleted, warnIfDoneByAnother } from './takenForDone.ts';

/** Options of `idempotent`. */
export interface IdempotentOptions<R> extends KeyOptions<R>, ExpiryOptions {
  /** Any persistence layer of Powertools: DynamoDB, Redis or Valkey, your own, or `InMemoryPersistenceLayer`. */
  readonly persistenceStore: BasePersistenceLayer;
  /** The DynamoDB table of the layer, to find the duplicates of a whole batch at once; wrap the handler in `withPrefetch`. */
  readonly prefetch?: PrefetchOptions<R> | undefined;
}

const names: OptionNames<IdempotentOptions<never>> = {
  persistenceStore: true,
  ...keyNames,
  ...expiryNames,
  prefetch: true,
};

/** A function of records whose effect happens once for each. */
export interface IdempotentFunction<R, Rest extends readonly unknown[]> {
  (record: R, ...rest: Rest): Promise<void>;
  /** Looks up which records of a batch are done; present with the option `prefetch`, and called by `withPrefetch`. */
  readonly prefetch?: ((records: readonly WireRecord[]) => Promise<void>) | undefined;
}

/**
 * Makes the effect of a record happen once, however often the stream delivers the record: the second delivery finds
 * the first in the store and returns without calling `onRecord`.
 *
 * A function in, a function of the same parameters out: for `batchHandler`, or for Powertools' `processPartialResponse`
 * (whose records are wire records). What `onRecord` returns is discarded. Two requests for a new record, one for a
 * duplicate. The record is locked while it runs, until the deadline that the Lambda context in the second argument tells
 * (15 minutes without one); meanwhile others fail with `RecordInProgressError`. A failure of `onRecord` frees the record.
 * Where you call it yourself, hand the scope or the context on, also when `onRecord` takes the record only.
 *
 * Begin and completion are two writes around the effect: when the process dies between the effect and the completion,
 * the effect happens again after the lock has lapsed. Where that must not be, use `claim`.
 *
 * Does nothing when `POWERTOOLS_IDEMPOTENCY_DISABLED` is set, as Powertools.
 *
 * @example
 * const persistenceStore = new DynamoDBPersistenceLayer({ tableName: 'idempotency' });
 * const charge = idempotent(async (record: RecordOf<typeof orders>) => pay(record), { persistenceStore, keyPrefix: 'charge' });
 * export const handler = batchHandler(orders, charge);
 */
export function idempotent<R extends StreamRecord, Rest extends readonly unknown[]>(
  onRecord: (record: R, ...rest: Rest) => unknown,
  options: IdempotentOptions<NoInfer<R>>,
): IdempotentFunction<R, WithScope<Rest>> {
  check({ onRecord }, 'a function for idempotent', isFunction);
  checkOptions('idempotent', options, names);
  check({ key: options.key }, 'a function for idempotent', isMissingOrFunction);
  const store = keyedStore(options);
  const prefetch = options.prefetch === undefined ? undefined : prefetchOf(options.prefetch, options);
  const once = async (record: R, ...rest: WithScope<Rest>): Promise<void> => {
    const effect = () => onRecord(record, ...(rest as Rest));
    if (!store.config.isEnabled()) {
      await effect();
      return;
    }
    if (prefetch?.isDone(wireRecordOf(record)) === true) return;
    const keyText = keyTextOf(record, options.key);
    const outcome = await runOnce(store, keyText, remainingTimeMs(rest[0]), effect);
    const attempt = { wire: wireRecordOf(record), keyText, store, onRecord };
    if (outcome === 'completed') rememberCompleted(attempt);
    else warnIfDoneByAnother(attempt);
  };
  return prefetch === undefined ? once : Object.assign(once, { prefetch: prefetch.lookUp });
}

function keyedStore<R>(options: IdempotentOptions<R>): KeyedStore {
  const { persistenceStore } = options;
  check(
    { persistenceStore },
    "a persistence layer of Powertools for idempotent: new DynamoDBPersistenceLayer({ tableName: 'idempotency' }), or new InMemoryPersistenceLayer() in tests",
    (given: Partial<BasePersistenceLayer> | undefined) => isFunction(given?.configure),
  );
  const keyPrefix = keyPrefixOf(options);
  const config = new IdempotencyConfig({ expiresAfterSeconds: expirySecondsOf(options) });
  persistenceStore.configure({ config, keyPrefix });
  const ignored = ignoredSettings(persistenceStore, config);
  if (ignored.length > 0) throw new StoreSettingsError(ignored);
  return { layer: persistenceStore, config, keyPrefix };
}

/**
 * A layer keeps the first configuration it is given and ignores later ones. With a foreign `eventKeyJmesPath` every
 * event id would hash to the same key, and every record but the first would be dropped as a duplicate.
 */
function ignoredSettings(layer: BasePersistenceLayer, config: IdempotencyConfig): readonly string[] {
  const jmesPath: unknown = Reflect.get(layer, 'eventKeyJmesPath');
  return [
    layer.getExpiresAfterSeconds() === config.expiresAfterSeconds ? '' : 'expiresAfterSeconds',
    layer.isPayloadValidationEnabled() ? 'payloadValidationJmesPath' : '',
    jmesPath === undefined || jmesPath === '' ? '' : 'eventKeyJmesPath',
  ].filter((name) => name !== '');
}

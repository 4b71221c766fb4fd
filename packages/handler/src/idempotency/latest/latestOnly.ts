import { keyOf, type WireRecord } from '@millrace/records';
import { check } from '../../options/check.ts';
import { isFunction } from '../../options/isFunction.ts';
import { checkOptions, type OptionNames } from '../checkOptions.ts';
import type { LatestStore } from './latestStore.ts';
import { LockLostError } from './lockLostError.ts';
import { positionOf } from './position.ts';
import { RecordInProgressError } from '../recordInProgressError.ts';
import { remainingTimeMs, type WithScope } from '../remainingTime.ts';
import { nameOf, type StreamRecord, wireRecordOf } from '../streamRecord.ts';

/** Options of `latestOnly`. */
export interface LatestOnlyOptions {
  readonly store: LatestStore;
}

const names: OptionNames<LatestOnlyOptions> = { store: true };
const operations = ['begin', 'complete', 'release'] as const;

/**
 * For projections: applies a record only when nothing as new of its item has been applied, so that a replay, a redrive
 * or a bisected batch cannot move an item back. Stale records return without calling `onRecord`.
 *
 * While a record is being applied its item is locked, until the deadline that the Lambda context in the second argument
 * tells (15 minutes without one); records of the item meanwhile fail with `RecordInProgressError` and are retried. After
 * a crash between effect and completion the effect happens again, so it should be one that can be repeated: a put, not
 * an addition; and older records of the item are skipped from then on, as if the effect had happened.
 *
 * The order holds among the records of one item in one table, across shards and their splits (the sequence numbers of
 * an item rise through them). It says nothing about two items, or two tables.
 *
 * @example
 * const project = latestOnly(async (record: RecordOf<typeof orders>) => index(record), { store });
 * export const handler = batchHandler(orders, project);
 */
export function latestOnly<R extends StreamRecord, Rest extends readonly unknown[]>(
  onRecord: (record: R, ...rest: Rest) => unknown,
  options: LatestOnlyOptions,
): (record: R, ...rest: WithScope<Rest>) => Promise<void> {
  check({ onRecord }, 'a function for latestOnly', isFunction);
  checkOptions('latestOnly', options, names);
  const { store } = options;
  check(
    { store },
    "a store of positions for latestOnly: dynamoDbLatestStore({ client, tableName: 'positions' }), or inMemoryLatestStore() in tests",
    (given: Partial<LatestStore> | undefined) => operations.every((operation) => isFunction(given?.[operation])),
  );
  return async (record, ...rest) => {
    const untilMs = Date.now() + remainingTimeMs(rest[0]);
    const holder = globalThis.crypto.randomUUID();
    const lock = { item: itemOf(wireRecordOf(record)), position: positionOf(record), untilMs, holder };
    const begun = await store.begin(lock);
    switch (begun.kind) {
      case 'stale':
        return;
      case 'locked':
        throw new RecordInProgressError(lock.item, begun.lockedUntilMs);
      case 'begun':
        break;
      default:
        begun satisfies never;
    }
    try {
      await onRecord(record, ...(rest as Rest));
    } catch (error) {
      // The failure of the effect is what the caller must see; a lock that cannot be given back lapses by itself.
      await store.release(lock).catch(() => {});
      throw error;
    }
    if (!(await store.complete(lock))) throw new LockLostError(lock.item, nameOf(wireRecordOf(record)));
  };
}

/** The table (not the stream, which a table may change) and the key of the item. */
function itemOf(wire: WireRecord): string {
  const keys = wire.dynamodb?.Keys;
  if (keys === undefined) {
    throw new TypeError(`${nameOf(wire)} has no Keys, so its item is unknown. Pass the record as Lambda delivered it.`);
  }
  const [table = ''] = (wire.eventSourceARN ?? '').split('/stream/');
  return `${table}#${keyOf(keys)}`;
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { WireRecord } from '@millrace/records';
import { check, isMissingOrFunction } from '../options/check.ts';
import { HandlerOptionError } from '../options/handlerOptionError.ts';
import { checkOptions, type OptionNames } from './checkOptions.ts';
import { checkClient, type DynamoDbClient, dynamoDbSdk } from './dynamoDbSdk.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import {
  attributesOf,
  besideTable,
  checkTableName,
  type IdempotencyTable,
  primaryKeyOf,
  tableNames,
} from './idempotencyTable.ts';
import { type KeyOptions, keyPrefixOf, keyTextOf } from './keyOptions.ts';
import type { StreamRecord } from './streamRecord.ts';

/** Where the duplicates of a batch are looked up: the table of the persistence layer, described as to the layer. */
export interface PrefetchOptions<R> extends IdempotencyTable {
  readonly client: DynamoDbClient;
  /** Needed with `key`, which takes decoded records: `(wire) => orders.decode(wire)`. */
  readonly decode?: ((wire: WireRecord) => R) | undefined;
}

const names: OptionNames<PrefetchOptions<never>> = { ...tableNames, client: true, decode: true };

/** The duplicates among the records of the batches that were looked up. */
export interface Prefetch {
  /** Looks up the records of a batch: one BatchGetItem for each 100. Never throws. */
  readonly lookUp: (records: readonly WireRecord[]) => Promise<void>;
  /** Whether the look-up found this very record object done. */
  readonly isDone: (wire: WireRecord) => boolean;
}

/** The most keys that one BatchGetItem takes. */
const maxKeys = 100;

/**
 * Finds the records of a batch that are done, in one request for each 100 of them.
 *
 * What it finds is remembered by the record objects of the event, so that nothing outlives the batch. What it does not
 * find, for whatever reason, goes the ordinary way and is settled by the conditional write; so a look-up may be
 * eventually consistent (half the price), partial, or fail.
 */
export function prefetchOf<R extends StreamRecord>(options: PrefetchOptions<R>, keys: KeyOptions<R>): Prefetch {
  checkOptions('prefetch', options, names, besideTable);
  checkTableName('prefetch', options);
  checkClient('prefetch', options);
  const { client, tableName, decode } = options;
  check({ decode }, 'a function for prefetch', isMissingOrFunction);
  const { keyAttr, statusAttr, expiryAttr } = attributesOf(options);
  const sortedBy = options.sortKeyAttr ?? keyAttr;
  const keyPrefix = keyPrefixOf(keys);
  if (keys.key !== undefined && decode === undefined) {
    const expected =
      'a function for prefetch, because the business key takes decoded records: ' +
      'decode: (wire) => orders.decode(wire), or for wire records decode: (wire) => wire';
    throw new HandlerOptionError('decode', decode, expected);
  }
  // Fails here, not at the first batch, when the table is not fully described.
  primaryKeyOf(options, '');
  const done = new WeakSet<WireRecord>();

  function keyOf(wire: WireRecord): string | undefined {
    try {
      const text = decode === undefined ? keyTextOf(wire, undefined) : keyTextOf(decode(wire), keys.key);
      return idempotencyKey(keyPrefix, text);
    } catch {
      // It cannot be decoded or has no key: the handler meets it when its turn comes, and says so.
      return undefined;
    }
  }

  async function lookUpSome(recordsByKey: Map<string, WireRecord[]>, some: readonly string[]): Promise<void> {
    const { BatchGetItemCommand } = await dynamoDbSdk();
    const Keys = some.map((key) => marshalledKey(primaryKeyOf(options, key)));
    const aliases = { '#key': sortedBy, '#status': statusAttr, '#expiry': expiryAttr };
    const request = { Keys, ProjectionExpression: '#key, #status, #expiry', ExpressionAttributeNames: aliases };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: request } }));
    for (const item of answer.Responses?.[tableName] ?? []) {
      if (!isCompleted(item[statusAttr], item[expiryAttr])) continue;
      for (const wire of recordsByKey.get(item[sortedBy]?.S ?? '') ?? []) done.add(wire);
    }
  }

  return {
    isDone: (wire) => done.has(wire),
    lookUp: async (records) => {
      const recordsByKey = new Map<string, WireRecord[]>();
      for (const wire of records) {
        const key = keyOf(wire);
        if (key !== undefined) recordsByKey.set(key, [...(recordsByKey.get(key) ?? []), wire]);
      }
      const all = [...recordsByKey.keys()];
      const requests: Promise<void>[] = [];
      for (let first = 0; first < all.length; first += maxKeys) {
        requests.push(lookUpSome(recordsByKey, all.slice(first, first + maxKeys)));
      }
      for (const { reason } of (await Promise.allSettled(requests)).filter(
        (settled) => settled.status === 'rejected',
      )) {
        console.warn(
          `Looking up the done records of a batch in ${tableName} failed; each record is asked for by itself.`,
          reason,
        );
      }
    },
  };
}

function marshalledKey(key: Record<string, string>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(key).map(([name, text]) => [name, { S: text }]));
}

function isCompleted(status: AttributeValue | undefined, expiry: AttributeValue | undefined): boolean {
  return status?.S === 'COMPLETED' && Number(expiry?.N ?? 0) > Date.now() / 1000;
}

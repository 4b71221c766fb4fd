import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { check, isMissingOrFunction } from '../options/check.ts';
import { claimMark } from './alreadyClaimed.ts';
import { checkOptions, type OptionNames } from './checkOptions.ts';
import { type ExpiryOptions, expiryNames, expirySecondsOf } from './expiryOptions.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import {
  attributesOf,
  besideTable,
  checkTableName,
  type IdempotencyTable,
  primaryKeyOf,
  tableNames,
} from './idempotencyTable.ts';
import { type KeyOptions, keyNames, keyPrefixOf, keyTextOf } from './keyOptions.ts';
import type { StreamRecord } from './streamRecord.ts';

/** Options of `claim`: the table of the claims, which may be the one of a persistence layer. */
export interface ClaimOptions<R> extends IdempotencyTable, KeyOptions<R>, ExpiryOptions {}

const names: OptionNames<ClaimOptions<never>> = { ...tableNames, ...keyNames, ...expiryNames };

/**
 * The claim of a record as one entry of a `TransactWriteItems`: put it beside the effect, and both happen or neither.
 * A crash between them cannot exist. For effects that are writes to DynamoDB, at most 99 beside the claim.
 *
 * When the record is claimed already, the transaction fails and `alreadyClaimed` says so. One request for a new record
 * and one for a duplicate, at DynamoDB's price of a transaction (twice the write units).
 *
 * Keys and attributes are those of Powertools' DynamoDB layer: a record done by `idempotent` in the same table counts
 * as claimed, and one in progress there cannot be claimed. Claims are forgotten after 25 hours by default.
 *
 * @example
 * try {
 *   const book = { Update: { TableName: 'ledger', Key, UpdateExpression: 'ADD booked :t', ExpressionAttributeValues } };
 *   await client.send(new TransactWriteItemsCommand({ TransactItems: [claim(record, { tableName: 'claims' }), book] }));
 * } catch (error) {
 *   if (!alreadyClaimed(error)) throw error;
 * }
 */
export function claim<R extends StreamRecord>(
  record: R,
  options: ClaimOptions<NoInfer<R>>,
): TransactWriteItem & { Put: NonNullable<TransactWriteItem['Put']> } {
  const { Put } = claimDocument(record, options);
  return {
    Put: {
      ...Put,
      Item: marshalled(Put.Item),
      ExpressionAttributeValues: marshalled(Put.ExpressionAttributeValues),
    },
  };
}

/** The claim of a record for the document client of `@aws-sdk/lib-dynamodb`, whose values are plain. */
export interface DocumentClaim {
  readonly Put: {
    TableName: string;
    Item: Record<string, string | number>;
    ConditionExpression: string;
    ExpressionAttributeNames: Record<string, string>;
    ExpressionAttributeValues: Record<string, string | number>;
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD';
  };
}

/**
 * `claim` for those who write through the document client: an entry for its `TransactWriteCommand`.
 *
 * @example
 * await documents.send(new TransactWriteCommand({ TransactItems: [claimDocument(record, { tableName: 'claims' }), book] }));
 */
export function claimDocument<R extends StreamRecord>(record: R, options: ClaimOptions<NoInfer<R>>): DocumentClaim {
  checkOptions('claim', options, names, besideTable);
  checkTableName('claim', options);
  check({ key: options.key }, 'a function for claim', isMissingOrFunction);
  const { keyAttr, statusAttr, expiryAttr, inProgressExpiryAttr } = attributesOf(options);
  const text = keyTextOf(record, options.key);
  const nowMs = Date.now();
  return {
    Put: {
      TableName: options.tableName,
      Item: {
        ...primaryKeyOf(options, idempotencyKey(keyPrefixOf(options), text)),
        [statusAttr]: 'COMPLETED',
        [expiryAttr]: Math.round(nowMs / 1000 + expirySecondsOf(options)),
        [claimMark]: text,
      },
      // Free when there is no record, when it has expired though time to live has not removed it yet, or when its
      // invocation is past its deadline: the conditions of Powertools' layer.
      ConditionExpression:
        'attribute_not_exists(#key) OR #expiry < :now OR ' +
        '(#status = :inProgress AND attribute_exists(#lockedUntil) AND #lockedUntil < :nowMs)',
      ExpressionAttributeNames: {
        '#key': keyAttr,
        '#status': statusAttr,
        '#expiry': expiryAttr,
        '#lockedUntil': inProgressExpiryAttr,
      },
      ExpressionAttributeValues: { ':now': nowMs / 1000, ':nowMs': nowMs, ':inProgress': 'INPROGRESS' },
      // alreadyClaimed reads the record that stood in the way.
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function marshalled(values: Record<string, string | number>): Record<string, AttributeValue> {
  const entries = Object.entries(values).map(([name, value]): [string, AttributeValue] => {
    return [name, typeof value === 'number' ? { N: String(value) } : { S: value }];
  });
  return Object.fromEntries(entries);
}

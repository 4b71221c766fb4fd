import type { AttributeValue, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { check } from '../../options/check.ts';
import { checkOptions, isName, type OptionNames } from '../checkOptions.ts';
import { checkClient, type DynamoDbClient, dynamoDbSdk } from '../dynamoDbSdk.ts';
import { type ExpiryOptions, expiryNames, expirySecondsOf } from '../expiryOptions.ts';
import { idempotencyKey } from '../idempotencyKey.ts';
import { besideTable, checkTableName } from '../idempotencyTable.ts';
import type { Begun, LatestStore } from './latestStore.ts';
import type { Position } from './position.ts';

/** Where `dynamoDbLatestStore` keeps the positions. */
export interface DynamoDbLatestStoreOptions extends ExpiryOptions {
  readonly client: DynamoDbClient;
  /** May be the idempotency table: one partition key, a text. */
  readonly tableName: string;
  /** The partition key. Default: `id`. */
  readonly keyAttr?: string | undefined;
  /** What the stored keys begin with. Default: `millrace-latest`. One for each projection that shares the table. */
  readonly keyPrefix?: string | undefined;
  /**
   * Seconds after which the position of an item that no longer changes may be forgotten (attribute `expiration`; set
   * the table's time to live on it). Default: never, because a redrive may bring a record back after any time.
   */
  readonly expiresAfterSeconds?: number | undefined;
}

const names: OptionNames<DynamoDbLatestStoreOptions> = {
  client: true,
  tableName: true,
  keyAttr: true,
  keyPrefix: true,
  ...expiryNames,
};

/** Attributes of Powertools' records, when the table is the idempotency table and one object describes it to all. */
const alsoOfTheTable = [...besideTable, 'statusAttr', 'inProgressExpiryAttr'];

/**
 * A store for `latestOnly` in DynamoDB: one item for each item of the stream, conditional writes, two requests for a
 * new record and one for a stale one. Positions are texts of 40 digits, which DynamoDB compares as the numbers they are.
 *
 * @example
 * const store = dynamoDbLatestStore({ client: new DynamoDBClient({}), tableName: 'positions' });
 */
export function dynamoDbLatestStore(options: DynamoDbLatestStoreOptions): LatestStore {
  checkOptions('dynamoDbLatestStore', options, names, alsoOfTheTable);
  checkTableName('dynamoDbLatestStore', options);
  checkClient('dynamoDbLatestStore', options);
  const { client, tableName, keyAttr = 'id', keyPrefix = 'millrace-latest' } = options;
  check({ keyPrefix }, "a text that names the projection, such as 'search'", isName);
  const expirySeconds = options.expiresAfterSeconds === undefined ? undefined : expirySecondsOf(options);

  async function update(item: string, change: Change): Promise<Updated> {
    const sdk = await dynamoDbSdk();
    const Key = { [keyAttr]: { S: storedKey(keyPrefix, item) } };
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    try {
      const input = { TableName: tableName, Key, ReturnValuesOnConditionCheckFailure, ...change } as const;
      await client.send(new sdk.UpdateItemCommand(input));
      return { isDone: true };
    } catch (error) {
      const { name, Item: old } = Object(error) as { readonly name?: unknown; readonly Item?: Attributes };
      if (name !== 'ConditionalCheckFailedException') throw error;
      if (old !== undefined) return { isDone: false, old };
      // Some emulators do not return the item with the failure.
      const read = new sdk.GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
      return { isDone: false, old: (await client.send(read)).Item ?? {} };
    }
  }

  return {
    async begin({ item, position, untilMs, holder }) {
      const nowMs = Date.now();
      const updated = await update(item, {
        // What was begun before is kept, for who gives the lock back: an attempt before this one may have crashed.
        UpdateExpression:
          'SET #holder = :holder, #until = :until, #before = if_not_exists(#begun, :none), #begun = :position',
        ConditionExpression:
          '(attribute_not_exists(#applied) OR #applied < :position) AND ' +
          '(attribute_not_exists(#begun) OR #begun <= :position) AND ' +
          '(attribute_not_exists(#until) OR #until < :now OR #holder = :holder)',
        ExpressionAttributeNames: { '#applied': 'applied', ...lockNames },
        ExpressionAttributeValues: {
          ':holder': { S: holder },
          ':position': { S: position },
          ':until': { N: String(untilMs) },
          ':now': { N: String(nowMs) },
          ':none': { S: '0' }, // Before every position, as text.
        },
      });
      return updated.isDone ? { kind: 'begun' } : whyNot(updated.old, position, nowMs);
    },
    async complete({ item, position, holder }) {
      const names = { '#applied': 'applied', ...lockNames };
      const values = { ':position': { S: position }, ':holder': { S: holder } };
      const [forget, forgetName, forgetValue] = expirySeconds === undefined ? ['', {}, {}] : expiresIn(expirySeconds);
      const updated = await update(item, {
        UpdateExpression: `SET #applied = :position${forget} REMOVE #holder, #until, #begun, #before`,
        ConditionExpression: '#holder = :holder',
        ExpressionAttributeNames: { ...names, ...forgetName },
        ExpressionAttributeValues: { ...values, ...forgetValue },
      });
      return updated.isDone || updated.old['applied']?.S === position;
    },
    async release({ item, holder }) {
      await update(item, {
        UpdateExpression: 'SET #begun = #before REMOVE #holder, #until, #before',
        ConditionExpression: '#holder = :holder',
        ExpressionAttributeNames: lockNames,
        ExpressionAttributeValues: { ':holder': { S: holder } },
      });
    },
  };
}

const lockNames = { '#holder': 'lockedBy', '#until': 'lockedUntil', '#begun': 'begun', '#before': 'begunBefore' };

type Change = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;
type Attributes = Record<string, AttributeValue>;
type Updated = { readonly isDone: true } | { readonly isDone: false; readonly old: Attributes };

function whyNot(old: Attributes, position: Position, nowMs: number): Begun {
  const applied = old['applied']?.S;
  if (applied !== undefined && applied >= position) return { kind: 'stale' };
  const lockedUntilMs = Number(old['lockedUntil']?.N ?? 0);
  const begun = old['begun']?.S;
  // Nobody works on it any more, and what was begun and never ended may have had its effect.
  if (begun !== undefined && begun > position && lockedUntilMs < nowMs) return { kind: 'stale' };
  return { kind: 'locked', lockedUntilMs: lockedUntilMs || nowMs };
}

function expiresIn(seconds: number): [string, Record<string, string>, Attributes] {
  const expiration = { N: String(Math.round(Date.now() / 1000 + seconds)) };
  return [', #expiration = :expiration', { '#expiration': 'expiration' }, { ':expiration': expiration }];
}

/** A key of DynamoDB has at most 2048 bytes, and the key of an item may alone be longer. Short ones stay readable. */
function storedKey(keyPrefix: string, item: string): string {
  const key = `${keyPrefix}#${item}`;
  return key.length <= 500 ? key : idempotencyKey(keyPrefix, item);
}

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, CreateTableCommandInput, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { standIns } from '@millrace/effects/stand-ins';
import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../integration/src/dynamoDbLocal.ts';
import type { DynamoDbLocal } from '../integration/src/dynamoDbLocal.ts';
import { clientConfig } from './clientConfig.ts';
import { inProcess } from './inProcess.ts';

const withJava = hasJava();
if (!withJava) process.stdout.write(`Skipped: ${whyNoDynamoDbLocal}\n`);

type Item = Record<string, AttributeValue>;

/** One call, on a table whose name is not known yet. */
type Step = (client: DynamoDBClient, table: string) => Promise<unknown>;

const tableOf = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'status', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byStatus',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

const key = fc
  .record({ pk: fc.constantFrom('a', 'b'), sk: fc.constantFrom('1', '2', '-3') })
  .map(({ pk, sk }) => ({ pk: { S: pk }, sk: { N: sk } }));

const rest = fc.record(
  {
    amount: fc.constantFrom<AttributeValue>({ N: '1' }, { N: '2.50' }, { S: 'x' }),
    status: fc.constantFrom<AttributeValue>({ S: 'OPEN' }, { S: 'PAID' }),
    tags: fc.constantFrom<AttributeValue>({ SS: ['x', 'y'] }, { L: [{ S: 'x' }] }),
    raw: fc.constant<AttributeValue>({ B: new Uint8Array([1, 255]) }),
  },
  { requiredKeys: [] },
);

const item = fc.tuple(key, rest).map(([k, r]): Item => ({ ...k, ...r }));

interface Expressions {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
}

const condition = fc.constantFrom<Expressions>(
  {},
  { ConditionExpression: 'attribute_not_exists(pk)' },
  { ConditionExpression: 'attribute_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
  {
    ConditionExpression: '#t = :one OR size(tags) > :one',
    ExpressionAttributeNames: { '#t': 'amount' },
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
);

const update = fc.constantFrom<Expressions & { readonly UpdateExpression: string }>(
  { UpdateExpression: 'SET amount = if_not_exists(amount, :n) + :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
  { UpdateExpression: 'ADD amount :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
  { UpdateExpression: 'ADD tags :s', ExpressionAttributeValues: { ':s': { SS: ['z'] } } },
  {
    UpdateExpression: 'SET #s = :s',
    ExpressionAttributeNames: { '#s': 'status' },
    ExpressionAttributeValues: { ':s': { S: 'PAID' } },
  },
  { UpdateExpression: 'REMOVE amount, tags[0]' },
  { UpdateExpression: 'SET pk = :s', ExpressionAttributeValues: { ':s': { S: 'z' } } },
);

const returns = fc.constantFrom('NONE' as const, 'ALL_OLD' as const);

const transactionPart: fc.Arbitrary<(table: string) => TransactWriteItem> = fc.oneof(
  fc.tuple(item, condition).map(([Item, c]) => (TableName: string) => ({ Put: { TableName, Item, ...c } })),
  fc.tuple(key, update).map(([Key, u]) => (TableName: string) => ({ Update: { TableName, Key, ...u } })),
  fc.tuple(key, condition).map(([Key, c]) => (TableName: string) => ({ Delete: { TableName, Key, ...c } })),
  key.map((Key) => (TableName: string) => ({
    ConditionCheck: {
      TableName,
      Key,
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  })),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(item, condition, returns).map(
    ([Item, c, ReturnValues]): Step =>
      (client, TableName) =>
        client.send(new PutItemCommand({ TableName, Item, ReturnValues, ...c })),
  ),
  fc
    .tuple(
      key,
      update,
      fc.constantFrom('NONE' as const, 'ALL_OLD' as const, 'ALL_NEW' as const, 'UPDATED_NEW' as const),
    )
    .map(
      ([Key, u, ReturnValues]): Step =>
        (client, TableName) =>
          client.send(new UpdateItemCommand({ TableName, Key, ReturnValues, ...u })),
    ),
  fc.tuple(key, condition, returns).map(
    ([Key, c, ReturnValues]): Step =>
      (client, TableName) =>
        client.send(new DeleteItemCommand({ TableName, Key, ReturnValues, ...c })),
  ),
  key.map(
    (Key): Step =>
      (client, TableName) =>
        client.send(new GetItemCommand({ TableName, Key })),
  ),
  fc.array(item, { minLength: 1, maxLength: 3 }).map(
    (items): Step =>
      (client, table) =>
        client.send(
          new BatchWriteItemCommand({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } }),
        ),
  ),
  fc.array(key, { minLength: 1, maxLength: 3 }).map(
    (Keys): Step =>
      (client, table) =>
        client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } })),
  ),
  // Two actions on one item are refused by DynamoDB; DynamoDB Local looks at their conditions first at times.
  fc.uniqueArray(transactionPart, { minLength: 1, maxLength: 4, selector: (part) => keyTextOf(part('t')) }).map(
    (parts): Step =>
      (client, table) =>
        client.send(new TransactWriteItemsCommand({ TransactItems: parts.map((part) => part(table)) })),
  ),
  fc.array(key, { minLength: 1, maxLength: 3 }).map(
    (keys): Step =>
      (client, TableName) =>
        client.send(new TransactGetItemsCommand({ TransactItems: keys.map((Key) => ({ Get: { TableName, Key } })) })),
  ),
  fc.boolean().map(
    (ScanIndexForward): Step =>
      (client, TableName) =>
        client.send(
          new QueryCommand({
            TableName,
            ScanIndexForward,
            KeyConditionExpression: 'pk = :a AND sk > :zero',
            FilterExpression: 'attribute_exists(amount)',
            ExpressionAttributeValues: { ':a': { S: 'a' }, ':zero': { N: '0' } },
          }),
        ),
  ),
  fc.constant<Step>((client, TableName) =>
    client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byStatus',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'PAID' } },
      }),
    ),
  ),
);

function keyTextOf({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): string {
  const { pk, sk } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
  return JSON.stringify([pk, sk]);
}

(withJava ? describe : describe.skip)('the stand-in of DynamoDB', () => {
  let local: DynamoDbLocal;
  let real: DynamoDBClient;
  let tables = 0;
  beforeAll(async () => {
    local = await startDynamoDbLocal();
    real = new DynamoDBClient({ ...clientConfig, endpoint: local.endpoint });
  });
  afterAll(() => local.stop());

  test('answers a random history of calls as DynamoDB Local does, and ends with the same items', async () => {
    const services = standIns();
    const ours = new DynamoDBClient(inProcess(services));

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const table = `table-${++tables}`;
        await services.reset();
        for (const client of [ours, real]) await client.send(new CreateTableCommand(tableOf(table)));
        const all: Step = (client, TableName) => client.send(new ScanCommand({ TableName }));
        for (const each of [...steps, all])
          expect(await outcomeOf(each, ours, table)).toEqual(await outcomeOf(each, real, table));
      }),
      { numRuns: 40, seed: 20_261_128 },
    );
  }, 240_000);
});

/** What can be relied on in an answer or an error. DynamoDB Local tells of capacity at times, unasked. */
async function outcomeOf(run: Step, client: DynamoDBClient, table: string): Promise<unknown> {
  try {
    const { $metadata: _, ConsumedCapacity: __, ...answer } = (await run(client, table)) as Record<string, unknown>;
    return normal(answer);
  } catch (error) {
    const { name, Item: held, CancellationReasons } = error as Record<string, unknown>;
    const reasons = (CancellationReasons as readonly { Code?: string; Item?: unknown }[] | undefined)?.map(
      ({ Code, Item: seen }) => ({ Code, Item: seen }),
    );
    // Whether a transaction that cannot be done is refused or cancelled, DynamoDB Local decides by what is wrong with it.
    const isInvalid =
      name === 'ValidationException' || reasons?.some(({ Code }) => Code === 'ValidationError') === true;
    if (isInvalid) return { error: 'ValidationException' };
    return normal({ error: name, held, reasons });
  }
}

function normal(value: unknown, name = ''): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) {
    const elements = value.map((element) => normal(element));
    const isUnordered = name === 'SS' || name.startsWith('table-') || name === 'Items';
    return isUnordered ? elements.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : elements;
  }
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value)
    .filter((each) => (value as Record<string, unknown>)[each] !== undefined)
    .sort();
  return Object.fromEntries(names.map((each) => [each, normal((value as Record<string, unknown>)[each], each)]));
}

import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { standIns } from '@millrace/effects/stand-ins';
import { inProcess } from './inProcess.ts';

type Item = Record<string, AttributeValue>;

describe('a table that nobody declared', () => {
  let services = standIns();
  let client = new DynamoDBClient(inProcess(services));
  const put = (TableName: string, Item: Item) => client.send(new PutItemCommand({ TableName, Item }));
  const held = async (): Promise<unknown> => ((await services.state()) as { readonly dynamodb?: unknown }).dynamodb;
  beforeEach(() => {
    services = standIns();
    client = new DynamoDBClient(inProcess(services));
  });

  test('has the key that an item is asked for', async () => {
    const Key = { account: { S: 'a' }, day: { N: '1' } };
    await client.send(
      new UpdateItemCommand({
        TableName: 'sums',
        Key,
        UpdateExpression: 'ADD amount :n',
        ExpressionAttributeValues: { ':n': { N: '7' } },
      }),
    );

    const { Item } = await client.send(new GetItemCommand({ TableName: 'sums', Key }));

    expect(Item).toEqual({ ...Key, amount: { N: '7' } });
  });

  const guesses: readonly (readonly [what: string, first: Item, second: Item, count: number])[] = [
    [
      'pk and sk',
      { n: { S: '1' }, pk: { S: 'a' }, sk: { S: 'x' } },
      { n: { S: '2' }, pk: { S: 'a' }, sk: { S: 'x' } },
      1,
    ],
    ['pk and sk, of which one differs', { pk: { S: 'a' }, sk: { S: 'x' } }, { pk: { S: 'a' }, sk: { S: 'y' } }, 2],
    [
      'its own name',
      { customerId: { S: 'c' }, orderId: { S: 'a' } },
      { customerId: { S: 'd' }, orderId: { S: 'a' } },
      1,
    ],
    ['id', { customerId: { S: 'c' }, id: { S: 'a' } }, { customerId: { S: 'd' }, id: { S: 'a' } }, 1],
    ['two ids', { userId: { S: 'u' }, itemId: { S: 'a' } }, { userId: { S: 'u' }, itemId: { S: 'b' } }, 2],
    [
      'what is no empty text',
      { publicId: { S: '' }, userId: { S: 'u' } },
      { publicId: { S: 'p' }, userId: { S: 'u' } },
      1,
    ],
    [
      'the first scalar',
      { list: { L: [] }, word: { S: 'a' }, n: { N: '1' } },
      { list: { L: [] }, word: { S: 'a' }, n: { N: '2' } },
      1,
    ],
  ];

  test.each(guesses)('is guessed to have %s for its key when items are put', async (_, first, second, count) => {
    await put('orders', first);
    await put('orders', second);

    expect(((await held()) as { readonly orders: readonly Item[] }).orders).toHaveLength(count);
  });

  test('has for its key what a condition says must not be there', async () => {
    const Item = { id: { S: '1' }, mail: { S: 'a@example.com' } };
    const condition = { ConditionExpression: 'attribute_not_exists(#m)', ExpressionAttributeNames: { '#m': 'mail' } };
    await client.send(new PutItemCommand({ TableName: 'users', Item, ...condition }));

    const again = client.send(
      new PutItemCommand({ TableName: 'users', Item: { ...Item, id: { S: '2' } }, ...condition }),
    );

    await expect(again).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('has for its key what must not be there, whatever else lets a put in', async () => {
    // As Powertools' layer puts it: an attribute that has to exist for an old lock is no part of the key.
    const lock = (until: string) =>
      client.send(
        new PutItemCommand({
          TableName: 'locks',
          Item: { hash: { S: 'a' }, until: { N: until } },
          ConditionExpression: 'attribute_not_exists(#h) OR (attribute_exists(#u) AND #u < :now)',
          ExpressionAttributeNames: { '#h': 'hash', '#u': 'until' },
          ExpressionAttributeValues: { ':now': { N: '1' } },
        }),
      );
    await lock('5');

    await expect(lock('6')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('changes a guessed key for one that is asked for, and keeps its items', async () => {
    await put('orders', { id: { S: '1' }, sku: { S: 'x' }, shop: { S: 's' } });
    await put('orders', { id: { S: '2' }, sku: { S: 'y' }, shop: { S: 's' } });

    const Key = { shop: { S: 's' }, sku: { S: 'y' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key }));

    expect(Item).toEqual({ ...Key, id: { S: '2' } });
    expect(await held()).toEqual({ orders: expect.arrayContaining([expect.objectContaining({ sku: { S: 'x' } })]) });
  });

  test('is queried by the attribute that a query says is first, and by an index that a query names', async () => {
    for (const n of ['1', '2']) await put('orders', { id: { S: n }, shop: { S: 's' }, at: { N: n } });
    const of = async (index?: string) =>
      client.send(
        new QueryCommand({
          TableName: 'orders',
          ...(index === undefined ? {} : { IndexName: index }),
          KeyConditionExpression: 'shop = :s AND #at > :one',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':s': { S: 's' }, ':one': { N: '1' } },
        }),
      );

    expect((await of('byShop')).Items).toEqual([{ id: { S: '2' }, shop: { S: 's' }, at: { N: '2' } }]);
    expect((await of()).Items).toEqual([{ id: { S: '2' }, shop: { S: 's' }, at: { N: '2' } }]);
  });

  test('is empty when it is read first, and takes what is put afterwards', async () => {
    expect((await client.send(new ScanCommand({ TableName: 'notes' }))).Items).toEqual([]);

    await put('notes', { noteId: { S: 'a' } });

    expect((await client.send(new ScanCommand({ TableName: 'notes' }))).Items).toEqual([{ noteId: { S: 'a' } }]);
  });

  test('is made by batches and transactions too', async () => {
    await client.send(
      new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item: { id: { S: 'a' } } } }] } }),
    );
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'ledger', Item: { id: { S: 'b' } } } },
          { Delete: { TableName: 'orders', Key: { id: { S: 'a' } } } },
        ],
      }),
    );

    expect(await held()).toEqual({ ledger: [{ id: { S: 'b' } }] });
  });
});

describe('a declared table', () => {
  const declared = {
    TableName: 'orders',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
  };

  test('refuses what lacks its key, before and after a reset', async () => {
    const services = standIns({ tables: [declared] });
    const client = new DynamoDBClient(inProcess(services));
    const wrong = () => client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: 'a' } } }));

    await expect(wrong()).rejects.toThrow('Missing the key pk in the item');
    await services.reset();
    await expect(wrong()).rejects.toThrow('Missing the key pk in the item');
  });
});

describe('a transaction', () => {
  const put = (id: string) => ({ Put: { TableName: 'orders', Item: { id: { S: id } } } });

  test('with the token of one that was done is done no second time', async () => {
    const services = standIns();
    const client = new DynamoDBClient(inProcess(services));
    const add = {
      Update: {
        TableName: 'sums',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'ADD amount :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      },
    };
    const send = () =>
      client.send(new TransactWriteItemsCommand({ ClientRequestToken: 'token', TransactItems: [add] }));

    await send();
    await send();
    const other = client.send(
      new TransactWriteItemsCommand({ ClientRequestToken: 'token', TransactItems: [put('b')] }),
    );

    await expect(other).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    expect(await services.state()).toEqual({ dynamodb: { sums: [{ id: { S: 'a' }, amount: { N: '1' } }] } });
  });

  test('on one item twice is refused', async () => {
    const client = new DynamoDBClient(inProcess(standIns()));

    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a'), put('a')] }))).rejects.toThrow(
      'Transaction request cannot include multiple operations on one item',
    );
  });
});

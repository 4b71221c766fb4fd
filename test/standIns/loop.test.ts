import '@millrace/effects';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
} from '@aws-sdk/client-dynamodb';
import { interceptEffects, type Interception } from '@millrace/effects';
import { standIns, type StandInsWithTables } from '@millrace/effects/stand-ins';
import { isScenarioError, simulate } from '@millrace/simulator';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

// A handler that writes to the table whose stream it reads, with the client of AWS.

const mapping = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 1 } as const;
const client = new DynamoDBClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });

let services: StandInsWithTables;
let interception: Interception;

beforeEach(() => {
  services = standIns({
    tables: [
      {
        TableName: 'orders',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    ],
  });
  interception = interceptEffects({ standIns: services });
});
afterEach(() => interception.restore());

const placed: DynamoDBRecord = {
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: '100', Keys: { id: { S: 'o-1' } }, NewImage: { id: { S: 'o-1' }, total: { N: '3' } } },
};

const setting = (attribute: string, value: string) =>
  new UpdateItemCommand({
    TableName: 'orders',
    Key: { id: { S: 'o-1' } },
    UpdateExpression: 'SET #a = :v',
    ExpressionAttributeNames: { '#a': attribute },
    ExpressionAttributeValues: { ':v': { S: value } },
  });

test('a handler that settles passes: a write that changes nothing makes no record', async () => {
  const seen: (string | undefined)[] = [];
  const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
    for (const { eventName, dynamodb } of Records) {
      seen.push(`${dynamodb?.SequenceNumber} ${eventName} ${Object.keys(dynamodb?.NewImage ?? {}).join()}`);
      await client.send(setting('status', 'OPEN'));
    }
  };

  const trace = await simulate({ handler, table: services.table('orders'), records: [placed], mapping });

  // The order was never put into the stand-in, so the update makes it there.
  expect(seen).toEqual(['100 INSERT id,total', '101 INSERT id,status']);
  expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('101');
});

test('one that does not ends with its minimal cycle: item, write and records', async () => {
  let count = 0;
  const handler = async (): Promise<void> => {
    await client.send(setting('updatedAt', String(count++)));
  };

  const error: unknown = await simulate({ handler, table: services.table('orders'), records: [placed], mapping }).catch(
    (thrown: unknown) => thrown,
  );

  expect(isScenarioError(error) && error.cycle).toEqual([
    expect.objectContaining({
      eventName: 'MODIFY',
      write: 'UpdateItem orders',
      itemKey: expect.stringContaining('o-1'),
    }),
  ]);
  expect(String(error)).toContain('which wrote (UpdateItem orders) record 201');
});

describe('every way to write makes records', () => {
  const item = (id: string) => ({ id: { S: id }, cents: { N: '1' } });

  test('PutItem, BatchWriteItem, TransactWriteItems and DeleteItem, in order, with both images', async () => {
    const seen: unknown[] = [];
    const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
      const isFirst = Records[0]?.dynamodb?.SequenceNumber === '100';
      if (!isFirst)
        return void seen.push(
          ...Records.map(({ eventName, dynamodb }) => [
            eventName,
            dynamodb?.Keys?.['id']?.S,
            dynamodb?.OldImage !== undefined,
            dynamodb?.NewImage !== undefined,
          ]),
        );
      await client.send(new PutItemCommand({ TableName: 'orders', Item: item('a') }));
      const requests = ['b', 'c'].map((id) => ({ PutRequest: { Item: item(id) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { orders: requests } }));
      const update = { TableName: 'orders', Key: { id: { S: 'a' } }, UpdateExpression: 'REMOVE cents' };
      const remove = { TableName: 'orders', Key: { id: { S: 'b' } } };
      await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: update }, { Delete: remove }] }));
      const never = { ...update, Key: { id: { S: 'c' } }, ConditionExpression: 'attribute_exists(nothing)' };
      const cancelled = [{ Put: { TableName: 'orders', Item: item('d') } }, { Update: never }];
      await client.send(new TransactWriteItemsCommand({ TransactItems: cancelled })).catch(() => undefined);
      await client.send(new DeleteItemCommand(remove)); // gone already
      await client.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: 'c' } } }));
    };

    await simulate({ handler, table: services.table('orders'), records: [placed], mapping });

    expect(seen).toEqual([
      ['INSERT', 'a', false, true],
      ['INSERT', 'b', false, true],
      ['INSERT', 'c', false, true],
      ['MODIFY', 'a', true, true],
      ['REMOVE', 'b', true, false],
      ['REMOVE', 'c', true, false],
    ]);
  });
});

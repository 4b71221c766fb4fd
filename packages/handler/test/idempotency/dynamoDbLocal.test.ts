import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { GetItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import {
  type DynamoDbLocal,
  hasJava,
  startDynamoDbLocal,
  whyNoDynamoDbLocal,
} from '../../../../test/integration/src/dynamoDbLocal.ts';
import {
  alreadyClaimed,
  claim,
  claimDocument,
  dynamoDbLatestStore,
  idempotent,
  latestOnly,
} from '../../src/idempotency.ts';
import { type CountingClient, countingClient, createTable } from './dynamoDb.ts';
import { crashSchedules } from './latest/crashSchedules.ts';
import { testLatestStore } from './latest/latestContract.ts';
import { testPersistenceLayer } from './persistenceContract.ts';
import { wireRecord } from './records.ts';

// A server on a busy machine takes its time.
jest.setTimeout(60_000);

const withJava = hasJava();
if (!withJava) process.stderr.write(`${whyNoDynamoDbLocal}\n`); // Jest keeps the console of a skipped suite to itself

(withJava ? describe : describe.skip)('DynamoDB Local', () => {
  let server: DynamoDbLocal;
  let dynamoDb: CountingClient;

  beforeAll(async () => {
    server = await startDynamoDbLocal();
    dynamoDb = countingClient(server.endpoint);
    await createTable(dynamoDb.client, 'idempotency');
  });
  afterAll(async () => {
    dynamoDb.client.destroy();
    await server.stop();
  });

  const newLayer = () => new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: dynamoDb.client });
  const newStore = () => dynamoDbLatestStore({ tableName: 'idempotency', client: dynamoDb.client });

  describe("Powertools' DynamoDB layer", () => {
    testPersistenceLayer(newLayer);
  });

  describe('the store of latestOnly', () => {
    testLatestStore(newStore);

    test('over random crash schedules with short locks no item steps back', async () => {
      const report = await crashSchedules(newStore(), 150, 20261128);

      expect(report.stepsBack).toBe(0);
      expect(report.crashes).toBeGreaterThan(100);
      expect(report.effects).toBeGreaterThan(150);
    });
  });

  test('a new record costs two requests and a duplicate one, without a read', async () => {
    const charge = idempotent(() => {}, { persistenceStore: newLayer() });
    const record = wireRecord();
    dynamoDb.takeRequests();

    await charge(record);
    expect(dynamoDb.takeRequests()).toEqual(['PutItem', 'UpdateItem']);

    await charge(record);
    expect(dynamoDb.takeRequests()).toEqual(['PutItem']);
  });

  test('a failure costs two requests, and so does its retry', async () => {
    const effect = jest.fn<() => void>().mockImplementationOnce(() => {
      throw new Error('not now');
    });
    const charge = idempotent(effect, { persistenceStore: newLayer() });
    const record = wireRecord();
    dynamoDb.takeRequests();

    await expect(charge(record)).rejects.toThrow('not now');
    expect(dynamoDb.takeRequests()).toEqual(['PutItem', 'DeleteItem']);

    await charge(record);
    expect(dynamoDb.takeRequests()).toEqual(['PutItem', 'UpdateItem']);
  });

  test('latestOnly costs two requests for a new record and one for a stale one, without a read', async () => {
    const project = latestOnly(() => {}, { store: newStore() });
    const at = (sequenceNumber: string) => wireRecord({ item: 'counted', sequenceNumber });
    dynamoDb.takeRequests();

    await project(at('10'));
    expect(dynamoDb.takeRequests()).toEqual(['UpdateItem', 'UpdateItem']);

    await project(at('9'));
    expect(dynamoDb.takeRequests()).toEqual(['UpdateItem']);
  });

  describe('claim', () => {
    const tableName = 'idempotency';
    let accounts = 0;
    const ledger = () => {
      const Key = { id: { S: `account ${accounts++}` } };
      const book = {
        Update: {
          TableName: tableName,
          Key,
          UpdateExpression: 'ADD booked :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      };
      return {
        total: async () =>
          Number(
            (await dynamoDb.client.send(new GetItemCommand({ TableName: tableName, Key }))).Item?.['booked']?.N ?? 0,
          ),
        book: async (record: DynamoDBRecord, extra: TransactWriteItem[] = []) => {
          const TransactItems = [...extra, book, claim(record, { tableName })];
          try {
            await dynamoDb.client.send(new TransactWriteItemsCommand({ TransactItems }));
            return 'booked';
          } catch (error) {
            if (alreadyClaimed(error)) return 'duplicate';
            throw error;
          }
        },
      };
    };

    test('the effect and the claim happen together, once, for one request each time', async () => {
      const { book, total } = ledger();
      const record = wireRecord();
      dynamoDb.takeRequests();

      expect([await book(record), await book(record)]).toEqual(['booked', 'duplicate']);
      expect(dynamoDb.takeRequests()).toEqual(['TransactWriteItems', 'TransactWriteItems']);
      expect(await total()).toBe(1);
    });

    test('the document client takes the same claim, in plain values', async () => {
      const documents = DynamoDBDocumentClient.from(dynamoDb.client);
      const { book, total } = ledger();
      const record = wireRecord();
      const enter = { Put: { TableName: tableName, Item: { id: `entry of ${record.eventID}` } } };
      const TransactItems = [enter, claimDocument(record, { tableName })];

      await documents.send(new TransactWriteCommand({ TransactItems }));
      const again: unknown = await documents
        .send(new TransactWriteCommand({ TransactItems }))
        .catch((error: unknown) => error);

      expect(alreadyClaimed(again)).toBe(true);
      expect(await book(record)).toBe('duplicate');
      expect(await total()).toBe(0);
    });

    test('when the effect is refused, the record is not claimed and a retry may succeed', async () => {
      const { book, total } = ledger();
      const record = wireRecord();
      const refused: TransactWriteItem = {
        ConditionCheck: {
          TableName: tableName,
          Key: { id: { S: 'no such account' } },
          ConditionExpression: 'attribute_exists(id)',
        },
      };

      await expect(book(record, [refused])).rejects.toThrow(/ConditionalCheckFailed/);
      expect(await total()).toBe(0);
      expect(await book(record)).toBe('booked');
      expect(await total()).toBe(1);
    });

    test('of ten concurrent deliveries one books; the others are duplicates or collide and may retry', async () => {
      const { book, total } = ledger();
      const record = wireRecord();

      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => book(record)));
      const booked = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'booked');

      expect(booked).toHaveLength(1);
      expect(await book(record)).toBe('duplicate');
      expect(await total()).toBe(1);
    });

    test('a record that idempotent has done is a duplicate; one that it has in progress is a real failure', async () => {
      const { book, total } = ledger();
      const [done, running] = [wireRecord(), wireRecord()];
      await idempotent(() => {}, { persistenceStore: newLayer() })(done);
      await new Promise<void>((begun) => {
        void idempotent(() => new Promise(() => begun()), { persistenceStore: newLayer() })(running);
      });

      expect(await book(done)).toBe('duplicate');
      await expect(book(running)).rejects.toThrow(/ConditionalCheckFailed/);
      expect(await total()).toBe(0);
    });

    test('idempotent takes a claimed record for done', async () => {
      const { book } = ledger();
      const record = wireRecord();
      const effect = jest.fn();
      await book(record);

      await idempotent(effect, { persistenceStore: newLayer() })(record);

      expect(effect).not.toHaveBeenCalled();
    });

    test('a claim past its expiry can be taken again, before time to live removes it', async () => {
      const { book } = ledger();
      const record = wireRecord();
      const now = Date.now.bind(Date);
      await book(record);

      jest.spyOn(Date, 'now').mockImplementation(() => now() + 90_002_000);
      const again = await book(record);
      jest.restoreAllMocks();

      expect(again).toBe('booked');
    });
  });
});

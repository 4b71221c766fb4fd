import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type CountingClient, countingClient, createTable, startDynalite } from './dynamoDb.ts';
import { dynamoDbLatestStore, EarlyExpiryError, latestOnly } from '../../src/idempotency.ts';
import { testLatestStore } from './latest/latestContract.ts';
import { testPersistenceLayer } from './persistenceContract.ts';
import { wireRecord } from './records.ts';

// A server on a busy machine takes its time.
jest.setTimeout(60_000);

describe('dynalite', () => {
  let server: Awaited<ReturnType<typeof startDynalite>>;
  let dynamoDb: CountingClient;

  beforeAll(async () => {
    server = await startDynalite();
    dynamoDb = countingClient(server.endpoint);
    await createTable(dynamoDb.client, 'idempotency');
  });
  afterAll(async () => {
    dynamoDb.client.destroy();
    await server.stop();
  });

  describe("Powertools' DynamoDB layer", () => {
    testPersistenceLayer(
      () => new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: dynamoDb.client }),
    );
  });

  describe('the store of latestOnly', () => {
    const options = () => ({ tableName: 'idempotency', client: dynamoDb.client });
    const lookUp = async (id: string) => {
      const { Item } = await dynamoDb.client.send(
        new GetItemCommand({ TableName: 'idempotency', Key: { id: { S: id } } }),
      );
      return Item ?? {};
    };
    const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/Orders';

    testLatestStore(() => dynamoDbLatestStore(options()));

    test('an operator can find the position of an item by its key, and it stays for ever', async () => {
      const project = latestOnly(() => {}, { store: dynamoDbLatestStore(options()) });

      await project(wireRecord({ item: 'o-found', sequenceNumber: '4900031' }));

      expect(await lookUp(`millrace-latest#${arn}#{"orderId":{"S":"o-found"}}`)).toEqual({
        id: expect.anything(),
        applied: { S: '0000000000000000000000000000000004900031' },
      });
    });

    test('a position can be given an expiry, longer than the stream', async () => {
      const store = dynamoDbLatestStore({ ...options(), keyPrefix: 'search', expiresAfterSeconds: 1_209_600 });
      const beforeSeconds = Math.floor(Date.now() / 1000);

      await latestOnly(() => {}, { store })(wireRecord({ item: 'o-forgotten' }));

      const { expiration } = await lookUp(`search#${arn}#{"orderId":{"S":"o-forgotten"}}`);
      expect(Number(expiration?.N) - beforeSeconds).toBeGreaterThanOrEqual(1_209_600);
      expect(() => dynamoDbLatestStore({ ...options(), expiresAfterSeconds: 3_600 })).toThrow(EarlyExpiryError);
    });

    test('items whose keys are longer than a key of DynamoDB may be are kept apart', async () => {
      const applied: string[] = [];
      const store = dynamoDbLatestStore(options());
      const project = latestOnly((record: ReturnType<typeof wireRecord>) => applied.push(record.eventID ?? ''), {
        store,
      });
      const long = (end: string) => wireRecord({ item: 'x'.repeat(2_000) + end, sequenceNumber: '5', eventID: end });

      for (const record of [long('a'), long('b'), long('a')]) await project(record);

      expect(applied).toEqual(['a', 'b']);
    });
  });
});

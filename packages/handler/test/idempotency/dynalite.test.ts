import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { type CountingClient, countingClient, createTable, startDynalite } from './dynamoDb.ts';
import { dynamoDbLatestStore } from '../../src/idempotency.ts';
import { testLatestStore } from './latestContract.ts';
import { testPersistenceLayer } from './persistenceContract.ts';

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
    testLatestStore(() => dynamoDbLatestStore({ tableName: 'idempotency', client: dynamoDb.client }));
  });
});

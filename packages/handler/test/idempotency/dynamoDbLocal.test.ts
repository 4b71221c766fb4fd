import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  type DynamoDbLocal,
  hasJava,
  startDynamoDbLocal,
  whyNoDynamoDbLocal,
} from '../../../../test/integration/src/dynamoDbLocal.ts';
import { idempotent } from '../../src/idempotency.ts';
import { type CountingClient, countingClient, createTable } from './dynamoDb.ts';
import { testPersistenceLayer } from './persistenceContract.ts';
import { wireRecord } from './records.ts';

const withJava = hasJava();
if (!withJava) console.warn(whyNoDynamoDbLocal);

(withJava ? describe : describe.skip)("Powertools' DynamoDB layer on DynamoDB Local", () => {
  let server: DynamoDbLocal;
  let dynamoDb: CountingClient;

  beforeAll(async () => {
    server = await startDynamoDbLocal();
    dynamoDb = countingClient(server.endpoint);
    await createTable(dynamoDb.client, 'idempotency');
  }, 60_000);
  afterAll(async () => {
    dynamoDb.client.destroy();
    await server.stop();
  });

  const newLayer = () => new DynamoDBPersistenceLayer({ tableName: 'idempotency', awsSdkV3Client: dynamoDb.client });

  testPersistenceLayer(newLayer);

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
});

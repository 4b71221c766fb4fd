import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { defineStream, type RecordOf, type WireRecord } from '@millrace/records';
import * as z from 'zod';
import { batchHandler } from '../../src/index.ts';
import { claim, idempotent, InMemoryPersistenceLayer, withPrefetch } from '../../src/idempotency.ts';
import { type CountingClient, countingClient, createTable, startDynalite } from './dynamoDb.ts';
import { invocation, wireRecord } from './records.ts';

// A server on a busy machine takes its time.
jest.setTimeout(60_000);

const orders = defineStream({
  item: z.object({ orderId: z.string(), total: z.number() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});

type Order = RecordOf<typeof orders>;

describe('prefetch', () => {
  let server: Awaited<ReturnType<typeof startDynalite>>;
  let dynamoDb: CountingClient;
  const effect = jest.fn();

  beforeAll(async () => {
    server = await startDynalite();
    dynamoDb = countingClient(server.endpoint);
    await createTable(dynamoDb.client, 'idempotency');
  });
  beforeEach(() => {
    effect.mockReset();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    dynamoDb.client.destroy();
    await server.stop();
  });

  const table = () => ({ client: dynamoDb.client, tableName: 'idempotency' });
  const charging = (keyPrefix = 'charge', key?: (record: Order) => string) => {
    const persistenceStore = new DynamoDBPersistenceLayer({
      tableName: 'idempotency',
      awsSdkV3Client: dynamoDb.client,
    });
    const decode = (wire: WireRecord) => orders.decode(wire);
    const onRecord = (record: Order) => effect(record);
    const charge = idempotent(onRecord, { persistenceStore, keyPrefix, key, prefetch: { ...table(), decode } });
    return withPrefetch(batchHandler(orders, charge), charge);
  };
  const batchOf = (count: number) => ({ Records: Array.from({ length: count }, () => wireRecord()) });
  const haveBeenDone = async ({ Records }: { Records: readonly WireRecord[] }) => {
    const claims = Records.map((record) => claim(record, { tableName: 'idempotency', keyPrefix: 'charge' }));
    await Promise.all(claims.map(({ Put }) => dynamoDb.client.send(new PutItemCommand(Put))));
    dynamoDb.takeRequests();
  };
  // Lambda delivers a batch anew as other objects.
  const redelivered = <T>(event: T): T => structuredClone(event);

  test('a redelivered batch of 100 costs one request', async () => {
    const batch = batchOf(100);
    await haveBeenDone(batch);

    const answer = await charging()(redelivered(batch));

    expect(dynamoDb.takeRequests()).toEqual(['BatchGetItem']);
    expect(effect).not.toHaveBeenCalled();
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test('more than 100 records are looked up 100 at a time', async () => {
    const batch = batchOf(201);
    await haveBeenDone(batch);

    await charging()(redelivered(batch));

    expect(dynamoDb.takeRequests()).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
    expect(effect).not.toHaveBeenCalled();
  });

  test('new records among the duplicates run, for their two requests', async () => {
    const [known, fresh] = [wireRecord(), wireRecord()];
    await charging()({ Records: [known] });
    dynamoDb.takeRequests();

    await charging()(redelivered({ Records: [known, fresh] }));

    expect(dynamoDb.takeRequests()).toEqual(['BatchGetItem', 'PutItem', 'UpdateItem']);
    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('a record twice in one batch runs once', async () => {
    const record = wireRecord();

    await charging()({ Records: [record, redelivered(record)] });
    await charging()({ Records: [redelivered(record), redelivered(record)] });

    expect(effect).toHaveBeenCalledTimes(1);
  });

  test('business keys and prefixes are those of the effect', async () => {
    const byItem = (record: Order) => `order ${record.keys.orderId}`;
    const [first, second] = [wireRecord({ item: 'o-7' }), wireRecord({ item: 'o-7' })];
    await charging('by-item', byItem)({ Records: [first] });

    await charging('by-item', byItem)({ Records: [second] });
    expect(effect).toHaveBeenCalledTimes(1);

    await charging('another')({ Records: [redelivered(first)] });
    expect(effect).toHaveBeenCalledTimes(2);
  });

  test('a table with a sort key, shared with other data, is described as to the layer', async () => {
    await createTable(dynamoDb.client, 'shared', 'sort');
    const shared = { tableName: 'shared', sortKeyAttr: 'sort', staticPkValue: 'idempotency', statusAttr: 'state' };
    const persistenceStore = new DynamoDBPersistenceLayer({ ...shared, awsSdkV3Client: dynamoDb.client });
    const onRecord = (record: Order) => effect(record);
    const charge = idempotent(onRecord, { persistenceStore, prefetch: { ...shared, client: dynamoDb.client } });
    const handler = withPrefetch(batchHandler(orders, charge), charge);
    const batch = batchOf(3);
    const { Put } = claim(wireRecord({ eventID: 'claimed' }), shared);
    await dynamoDb.client.send(new PutItemCommand(Put));
    await handler(batch);
    dynamoDb.takeRequests();

    await handler(redelivered({ Records: [...batch.Records, wireRecord({ eventID: 'claimed' })] }));

    expect(dynamoDb.takeRequests()).toEqual(['BatchGetItem']);
    expect(effect).toHaveBeenCalledTimes(3);
  });

  test('records in progress or expired are not taken for done', async () => {
    const [running, expired] = [wireRecord(), wireRecord()];
    const persistenceStore = new DynamoDBPersistenceLayer({
      tableName: 'idempotency',
      awsSdkV3Client: dynamoDb.client,
    });
    await new Promise<void>((begun) => {
      const hangs = (_record: WireRecord, _info: ReturnType<typeof invocation>) => new Promise(() => begun());
      void idempotent(hangs, { persistenceStore, keyPrefix: 'charge' })(running, invocation(60_000));
    });
    await charging()({ Records: [expired] });
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + 90_002_000);

    await charging()(redelivered({ Records: [expired] }));
    expect(effect).toHaveBeenCalledTimes(2);

    jest.restoreAllMocks();
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const charge = idempotent(effect, { persistenceStore, keyPrefix: 'charge', prefetch: table() });
    const answer = await withPrefetch(batchHandler(orders, charge, { logger: silent }), charge)({ Records: [running] });
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: running.dynamodb?.SequenceNumber }]);
  });

  test('when the look-up fails, the records are settled one by one', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const client = { send: () => Promise.reject(new Error('AccessDenied: BatchGetItem')) };
    const charge = idempotent(effect, {
      persistenceStore: new InMemoryPersistenceLayer(),
      prefetch: { client, tableName: 'idempotency' },
    });
    const handler = withPrefetch(batchHandler(orders, charge), charge);
    const batch = batchOf(2);

    await handler(batch);
    await handler(redelivered(batch));

    expect(effect).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('idempotency'), expect.any(Error));
  });

  test('what cannot work is refused when the module is loaded', () => {
    const persistenceStore = new InMemoryPersistenceLayer();

    expect(() => withPrefetch(batchHandler(orders, effect), idempotent(effect, { persistenceStore }))).toThrow(
      /Option prefetch is undefined, expected a table in each effect given to withPrefetch/,
    );
    expect(() => idempotent(effect, { persistenceStore, key: () => 'k', prefetch: table() })).toThrow(
      /Option decode is undefined, expected a function for prefetch/,
    );
    expect(() => idempotent(effect, { persistenceStore, prefetch: { ...table(), sortKeyAttr: 'sk' } })).toThrow(
      /Option staticPkValue is undefined/,
    );
  });
});

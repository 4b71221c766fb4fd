import { CachePersistenceLayer } from '@aws-lambda-powertools/idempotency/cache';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createClient } from '@redis/client';
import { idempotent } from '../../src/idempotency.ts';
import { testPersistenceLayer } from './persistenceContract.ts';
import { wireRecord } from './records.ts';
import { type RedisServer, redisBinary, startRedis, whyNoRedis } from './redisServer.ts';

// A server on a busy machine takes its time.
jest.setTimeout(60_000);

const binary = redisBinary();
if (binary === undefined) process.stderr.write(`${whyNoRedis}\n`); // Jest keeps the console of a skipped suite to itself

(binary === undefined ? describe.skip : describe)("Powertools' cache layer on a Redis or Valkey server", () => {
  let server: RedisServer;
  let client: ReturnType<typeof createClient>;

  beforeAll(async () => {
    server = await startRedis(binary ?? '');
    client = createClient({ url: server.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  testPersistenceLayer(() => new CachePersistenceLayer({ client }));

  test('the server itself forgets a done record after 25 hours', async () => {
    const layer = new CachePersistenceLayer({ client });

    await idempotent(() => {}, { persistenceStore: layer, keyPrefix: 'forgotten-in-time' })(wireRecord());

    const [key] = await client.keys('forgotten-in-time#*');
    const seconds = await client.ttl(key ?? '');
    expect(seconds).toBeGreaterThan(89_990);
    expect(seconds).toBeLessThanOrEqual(90_001);
  });
});

// What 100 redelivered records cost, with and without prefetch: requests and time. Run from the root of the repository:
//   npx tsx --conditions=@millrace/source test/bench/idempotency.ts
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type BatchHandler, batchHandler } from '@millrace/handler';
import { idempotent, withPrefetch } from '@millrace/handler/idempotency';
import { defineStream, type RecordOf, type WireRecord } from '@millrace/records';
import * as z from 'zod';
import { hasJava, startDynamoDbLocal, whyNoDynamoDbLocal } from '../integration/src/dynamoDbLocal.ts';

const records = 100;
const rounds = 21;
/** Milliseconds added to every request: none, and about what DynamoDB takes within a region. */
const latenciesMs = [0, 5];

const orders = defineStream({
  item: z.object({ orderId: z.string(), total: z.number() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});

interface Contestant {
  readonly name: string;
  readonly handler: BatchHandler;
  readonly timesMs: number[];
  requests: number;
}

if (!hasJava()) {
  console.error(whyNoDynamoDbLocal);
  process.exit(1);
}
const server = await startDynamoDbLocal();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new DynamoDBClient({ endpoint: server.endpoint, region: 'eu-west-1', credentials });
const tableName = 'idempotency';
await client.send(
  new CreateTableCommand({
    TableName: tableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  }),
);
let requests = 0;
let latencyMs = 0;
client.middlewareStack.add(
  (next) => async (args) => {
    requests += 1;
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    return next(args);
  },
  { step: 'deserialize', name: 'count' },
);

const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });
let effects = 0;
const onRecord = (_record: RecordOf<typeof orders>): void => {
  effects += 1;
};
const plain = idempotent(onRecord, { persistenceStore });
const prefetching = idempotent(onRecord, { persistenceStore, prefetch: { client, tableName } });
const batch: readonly WireRecord[] = Array.from({ length: records }, (_, index) =>
  orders.modify({ orderId: `o-${index}`, total: 1 }, { orderId: `o-${index}`, total: 2 }),
);

const first = requests;
await batchHandler(orders, plain)({ Records: batch });
console.log(`${records} new records: ${requests - first} requests, ${effects} effects.\n`);
console.log(
  `${records} redelivered records, medians of ${rounds} interleaved rounds (DynamoDB Local on this machine):`,
);
for (latencyMs of latenciesMs) {
  const contestants: Contestant[] = [
    { name: 'without prefetch', handler: batchHandler(orders, plain), timesMs: [], requests: 0 },
    {
      name: 'with prefetch',
      handler: withPrefetch(batchHandler(orders, prefetching), prefetching),
      timesMs: [],
      requests: 0,
    },
  ];
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) await deliver(contestant);
  }
  console.log(`  each request ${latencyMs === 0 ? 'as fast as it goes' : `${latencyMs} ms slower`}:`);
  for (const { name, timesMs, requests } of contestants) {
    console.log(
      `    ${name.padEnd(16)} ${String(requests).padStart(4)} requests  ${median(timesMs).toFixed(1).padStart(7)} ms`,
    );
  }
  const [without = 0, withIt = 1] = contestants.map(({ timesMs }) => median(timesMs));
  console.log(`    prefetch is ${(without / withIt).toFixed(1)} times as fast`);
}
client.destroy();
await server.stop();
if (effects !== records) throw new Error(`${effects} effects of ${records} records: the comparison does not hold.`);

async function deliver(contestant: Contestant): Promise<void> {
  const event = { Records: structuredClone(batch) };
  const before = requests;
  const startedMs = performance.now();
  const { batchItemFailures } = await contestant.handler(event);
  contestant.timesMs.push(performance.now() - startedMs);
  contestant.requests = requests - before;
  if (batchItemFailures.length > 0) throw new Error('A record failed: the comparison does not hold.');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

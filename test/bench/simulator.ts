/**
 * What a simulation costs, beside what the same events cost to copy: `npm run bench:simulator`.
 */
import { simulate, type ScenarioOptions } from '@millrace/simulator';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { measure, median } from './measure.ts';

const createdAtSeconds = 1_789_650_000;

/** A MODIFY of about 1.2 KB: two images of ten attributes. */
function modify(index: number): DynamoDBRecord {
  const image = (version: number): NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] => ({
    orderId: { S: `order-${index}` },
    customer: { S: 'Ada Lovelace, 12 St James’s Square, London' },
    status: { S: version === 0 ? 'OPEN' : 'PAID' },
    total: { N: '149.90' },
    quantity: { N: String(version + 3) },
    isGift: { BOOL: false },
    tags: { SS: ['new', 'vip'] },
    lines: { L: [{ M: { sku: { S: 'A-1' }, count: { N: '2' } } }, { M: { sku: { S: 'B-7' }, count: { N: '1' } } }] },
    shipTo: { M: { city: { S: 'Lyon' }, zip: { N: '69001' }, country: { S: 'FR' } } },
    note: { S: 'leave it with the neighbour, please' },
  });
  return {
    eventID: `event-${index}`,
    eventName: 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: createdAtSeconds,
      Keys: { orderId: { S: `order-${index}` } },
      NewImage: image(1),
      OldImage: image(0),
      SequenceNumber: String(4_900_000_000_000_000_000_000n + BigInt(index)),
      SizeBytes: 620,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-09-17T12:00:00.000',
  };
}

const records = Array.from({ length: 20_000 }, (_, index) => modify(index));
const batches = Array.from({ length: records.length / 100 }, (_, batch) =>
  records.slice(batch * 100, batch * 100 + 100),
);
const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 100, MaximumRetryAttempts: 2 };
let seen = 0;
const handler = (event: DynamoDBStreamEvent): void => void (seen += event.Records.length);

const replay = (isolation: 'json' | 'none') => async (): Promise<number> => {
  await simulate({ handler, records, mapping, isolation });
  return records.length;
};
const rates = await measure([
  {
    name: 'copy',
    run: () => {
      for (const batch of batches) handler(JSON.parse(JSON.stringify({ Records: batch })));
      return records.length;
    },
  },
  { name: 'json', run: replay('json') },
  { name: 'none', run: replay('none') },
]);
const thousands = (rate = 0): string => `${Math.round(rate / 1000)} k records/s`;
console.log(`bare JSON.parse(JSON.stringify(event)): ${thousands(rates['copy'])}`);
console.log(
  `isolation 'json': ${thousands(rates['json'])}, ${((rates['json'] ?? 0) / (rates['copy'] ?? 1)).toFixed(2)} × the bare copy`,
);
console.log(`isolation 'none': ${thousands(rates['none'])} at batch 100`);

console.log(`a poison record with 10 retries: ${(await timeOf(11, poison(10))).toFixed(2)} ms`);
console.log(`24 h of endless retries: ${(await timeOf(7, poison(-1))).toFixed(1)} ms`);

console.log('cost a record as records, shards and invocations grow (it stays level when cost is linear):');
for (const count of [5_000, 20_000, 80_000]) {
  const more = Array.from({ length: count }, (_, index) => modify(index));
  await report(`${count} records`, count, { handler, records: more, mapping, isolation: 'none' });
}
for (const count of [10, 100, 1000]) {
  const shards = Object.fromEntries(
    Array.from({ length: count }, (_, shard) => [
      `shard-${shard}`,
      { records: Array.from({ length: 100 }, (__, index) => modify(shard * 100 + index)) },
    ]),
  );
  await report(`${count} shards`, count * 100, { handler, shards, mapping, isolation: 'none' });
}
for (const BatchSize of [100, 10, 1]) {
  const some = records.slice(0, 10_000);
  const invocations = some.length / BatchSize;
  await report(
    `${invocations} invocations`,
    invocations,
    { handler, records: some, mapping: { ...mapping, BatchSize }, isolation: 'none' },
    'invocation',
  );
}

function poison(MaximumRetryAttempts: number): ScenarioOptions {
  const failing = (): never => {
    throw new Error('poison');
  };
  return { handler: failing, records: records.slice(0, 1), mapping: { ...mapping, MaximumRetryAttempts } };
}

async function timeOf(rounds: number, options: ScenarioOptions): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    const startedAt = performance.now();
    await simulate(options);
    if (round >= 2) times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function report(what: string, work: number, options: ScenarioOptions, unit = 'record'): Promise<void> {
  const ms = await timeOf(5, options);
  console.log(`  ${what.padStart(20)}: ${((ms * 1000) / work).toFixed(2)} µs a ${unit}`);
}

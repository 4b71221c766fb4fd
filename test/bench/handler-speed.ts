// Started by handler.ts, bundled and under plain Node: tsx would slow down closures (it names them).
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import { DynamoDBMarshalled } from '@aws-lambda-powertools/parser/helpers/dynamodb';
import { DynamoDBStreamChangeRecordBase, DynamoDBStreamRecord } from '@aws-lambda-powertools/parser/schemas/dynamodb';
import { batchHandler, type LambdaContext } from '@millrace/handler';
import { defineStream, type LambdaRecord } from '@millrace/records';
import * as z from 'zod';

const recordsInEvent = Number(process.argv[3] ?? 1000);
// Small batches get more rounds, since a round is short.
const rounds = Number(process.argv[2] ?? 31) * (recordsInEvent < 1000 ? 5 : 1);

const Order = z.object({
  orderId: z.string(),
  line: z.number(),
  customer: z.string(),
  status: z.enum(['OPEN', 'PAID', 'SENT']),
  total: z.number(),
  express: z.boolean(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  address: z.object({ street: z.string(), city: z.string(), zip: z.string() }),
  updatedAt: z.string(),
});
type Order = z.infer<typeof Order>;

const orders = defineStream({ item: Order, keys: ['orderId', 'line'] });
const perRecord = DynamoDBStreamRecord.extend({
  dynamodb: DynamoDBStreamChangeRecordBase.extend({
    NewImage: DynamoDBMarshalled(Order),
    OldImage: DynamoDBMarshalled(Order),
  }),
});

function order(index: number, status: Order['status']): Order {
  return {
    orderId: `order-${String(index).padStart(18, '0')}`,
    line: index % 7,
    customer: `customer-${index % 100}@example.com`,
    status,
    total: 1999 + index / 100,
    express: index % 2 === 0,
    note: null,
    tags: ['first', 'gift'],
    address: { street: `${index} Mill Lane`, city: 'Sheffield', zip: 'S1 2AB' },
    updatedAt: '2026-11-23T10:15:30.000Z',
  };
}

const event: { Records: LambdaRecord[] } = JSON.parse(
  JSON.stringify({
    Records: Array.from({ length: recordsInEvent }, (_, index) =>
      orders.modify(order(index, 'OPEN'), order(index, 'PAID')),
    ),
  }),
);

// As Lambda makes it: what is left is a subtraction from the clock.
const endsAt = Date.now() + 900_000;
const context = { getRemainingTimeInMillis: () => endsAt - Date.now() } as LambdaContext;

let sink = 0;
function use(...values: readonly unknown[]): void {
  for (const value of values) if (value !== undefined) sink++;
}

const expectNone = (answer: { readonly batchItemFailures: readonly unknown[] }): void => {
  if (answer.batchItemFailures.length > 0) throw new Error('A record of the benchmark failed.');
};

const justDecoding = (): void => {
  for (const wire of event.Records) use(orders.decode(wire));
};
const bookkeeping = batchHandler(orders, (record) => use(record));
const inLanes = batchHandler(orders, (record) => use(record), { concurrency: 10 });
const awaiting = batchHandler(orders, async (record) => use(record));
const validating = batchHandler(orders, (record) => {
  if (record.eventName === 'MODIFY') use(record.newImage, record.oldImage);
});

const contenders: Readonly<Record<string, () => void | Promise<void>>> = {
  'loop: decode lazily, call a function': justDecoding,
  'batchHandler, synchronous': async () => expectNone(await bookkeeping(event, context)),
  'batchHandler, synchronous, concurrency 10': async () => expectNone(await inLanes(event, context)),
  'batchHandler, asynchronous': async () => expectNone(await awaiting(event, context)),
  'batchHandler, both images validated by zod': async () => expectNone(await validating(event, context)),
  'Powertools batch + parser, prebuilt schema': async () => {
    // The processor is per call, as its state must be; the schema is prebuilt, which is its fast way.
    const processor = new BatchProcessor(EventType.DynamoDBStreams, { parser, schema: perRecord });
    expectNone(await processPartialResponse(event, (record: unknown) => use(record), processor));
  },
};

const names = Object.keys(contenders);
const times = new Map<string, number[]>(names.map((name) => [name, []]));
const warmUps = 10;
for (let round = -warmUps; round < rounds; round++) {
  for (let at = 0; at < names.length; at++) {
    const name = names[(at + round + warmUps) % names.length] ?? '';
    const start = cpuMicroseconds();
    await contenders[name]?.();
    if (round >= 0) times.get(name)?.push((cpuMicroseconds() - start) / recordsInEvent);
  }
}

/** Time on the processor and not on the clock: what else the machine does is not measured. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function median(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

console.log(`Node ${process.version}, ${rounds} rounds, batches of ${recordsInEvent} MODIFY records\n`);
for (const name of names) console.log(`${name.padEnd(44)} ${median(name).toFixed(3)} µs a record`);

const [loop, synchronous, , , validated, powertools] = names.map(median) as [
  number,
  number,
  number,
  number,
  number,
  number,
];
console.log(`
bookkeeping: batchHandler less the loop      ${(synchronous - loop).toFixed(3)} µs a record   (wanted: 0.4 or less)
validated / Powertools                       ${(powertools / validated).toFixed(1)} × as fast   (wanted: 8 or more)
`);
if (sink === 0) throw new Error('Nothing was measured.');

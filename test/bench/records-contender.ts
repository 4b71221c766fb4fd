/**
 * One contender in a process of its own, started by records.ts, bundled and under plain Node: tsx would slow down
 * closures (it names them) and `import()`. Told `go`, it runs one sample and answers with µs a record.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import { DynamoDBMarshalled } from '@aws-lambda-powertools/parser/helpers/dynamodb';
import { DynamoDBStreamChangeRecordBase, DynamoDBStreamRecord } from '@aws-lambda-powertools/parser/schemas/dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { defineStream, type LambdaRecord, type } from '@millrace/records';
import * as z from 'zod';
import type { ContenderName } from './records.ts';

const recordsInEvent = 100; // Lambda's default BatchSize
const eventsInSample = 10;

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

const trusted = defineStream({ item: type<Order>(), keys: ['orderId', 'line'] });
const checked = defineStream({ item: Order, keys: ['orderId', 'line'] });
// Equal work: keys and both images are unmarshalled.
const perRecord = DynamoDBStreamRecord.extend({
  dynamodb: DynamoDBStreamChangeRecordBase.extend({
    Keys: DynamoDBMarshalled(z.object({ orderId: z.string(), line: z.number() })),
    NewImage: DynamoDBMarshalled(Order),
    OldImage: DynamoDBMarshalled(Order),
  }),
});

function order(index: number, status: Order['status']): Order {
  return {
    orderId: `01J9Z8QK${String(index).padStart(18, '0')}`,
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

const text = JSON.stringify({
  Records: Array.from({ length: recordsInEvent }, (_, index) =>
    trusted.modify(order(index, 'OPEN'), order(index, 'PAID')),
  ),
});
interface StreamEvent {
  readonly Records: LambdaRecord[];
}

let sink = 0;
function use(...values: readonly unknown[]): void {
  for (const value of values) if (value !== undefined) sink++;
}

function decodeWith(stream: typeof trusted | typeof checked, event: StreamEvent): void {
  for (const wire of event.Records) {
    const record = stream.decode(wire);
    if (record.eventName !== 'MODIFY') throw new Error('The benchmark has MODIFY records only.');
    use(record.keys, record.newImage, record.oldImage);
  }
}

const contenders: Readonly<Record<ContenderName, (event: StreamEvent) => void | Promise<void>>> = {
  parse: () => use(JSON.parse(text)),
  unmarshall: (event) => {
    for (const { dynamodb } of event.Records) {
      use(
        unmarshall(dynamodb.Keys as never),
        unmarshall(dynamodb.NewImage as never),
        unmarshall(dynamodb.OldImage as never),
      );
    }
  },
  decode: (event) => decodeWith(trusted, event),
  decodeAndZod: (event) => decodeWith(checked, event),
  powertools: async (event) => {
    // The processor is per call, as its state must be; the schema is prebuilt, which is its fast way.
    const processor = new BatchProcessor(EventType.DynamoDBStreams, { parser, schema: perRecord });
    const response = await processPartialResponse(event, (record: unknown) => use(record), processor);
    if (response.batchItemFailures.length > 0) throw new Error('Powertools rejected a record of the benchmark.');
  },
};

const contend = contenders[process.argv[2] as ContenderName];

// Each event is parsed anew, as in Lambda, where no record is met twice; only the work on it is timed.
async function sample(): Promise<void> {
  let nanoseconds = 0n;
  for (let times = 0; times < eventsInSample; times++) {
    const event = JSON.parse(text) as StreamEvent;
    const start = process.hrtime.bigint();
    await contend(event);
    nanoseconds += process.hrtime.bigint() - start;
  }
  if (sink === 0) throw new Error('Nothing was measured.');
  const microseconds = Number(nanoseconds) / 1000 / eventsInSample / recordsInEvent;
  process.send?.({ microseconds, bytes: text.length / recordsInEvent });
}

process.on('message', () => void sample());

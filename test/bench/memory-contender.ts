/** Replays a recording of a million records, started by memory.ts; prints the peak resident memory of this process. */
import { simulate } from '@millrace/simulator';
import type { DynamoDBRecord } from 'aws-lambda';

const count = 1_000_000;
const items = Number(process.argv[2]);

/** Parses each record from a line, as a recording does, so that no two share their strings. */
async function* lines(): AsyncGenerator<DynamoDBRecord> {
  for (let index = 0; index < count; index++) {
    yield JSON.parse(
      `{"eventID":"${index}","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":${1_789_650_000 + Math.floor(index / 1000)},"Keys":{"orderId":{"S":"order-${index % items}"}},"NewImage":{"orderId":{"S":"order-${index % items}"},"status":{"S":"PAID"}},"SequenceNumber":"${4_900_000_000_000_000_000_000n + BigInt(index)}","SizeBytes":60,"StreamViewType":"NEW_IMAGE"},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-09-17T12:00:00.000"}`,
    );
  }
}

let peakBytes = 0;
const watch = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
}, 50);
let delivered = 0;
const trace = await simulate({
  handler: async (event: { Records: unknown[] }) => {
    delivered += event.Records.length;
    if (delivered % 100_000 === 0) await new Promise((resolve) => setImmediate(resolve)); // lets the watch run
  },
  records: lines(),
  mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 1000 },
});
clearInterval(watch);
peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
console.log(
  `${delivered} records of ${items} items in ${trace.invocations.length} invocations, peak ${Math.round(peakBytes / 1024 / 1024)} MB resident`,
);

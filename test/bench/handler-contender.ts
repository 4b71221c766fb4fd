/** One contender in a process of its own, started by handler.ts. */
import { batchHandler, type BatchOptions, type LambdaContext, type RecordFunction } from '@millrace/handler';
import type { RecordOf } from '@millrace/records';
import { type BatchEvent, contend, use } from './contender.ts';
import type { ContenderName } from './handler.ts';
import { orderEvent, orders } from './orders.ts';
import { powertools } from './powertools.ts';

const recordsInEvent = Number(process.argv[3]);

// As Lambda makes it: what is left is a subtraction from the clock.
const endsAt = Date.now() + 900_000;
const context = { getRemainingTimeInMillis: () => endsAt - Date.now() } as LambdaContext;

function millrace(
  onRecord: RecordFunction<RecordOf<typeof orders>>,
  options?: BatchOptions,
): (event: BatchEvent) => Promise<void> {
  const handler = batchHandler(orders, onRecord, options);
  return async (event) => {
    const { batchItemFailures } = await handler(event, context);
    if (batchItemFailures.length > 0) throw new Error('A record of the benchmark failed.');
  };
}

const contenders: Readonly<Record<ContenderName, (event: BatchEvent) => void | Promise<void>>> = {
  loop: (event) => {
    for (const wire of event.Records) use(orders.decode(wire));
  },
  synchronous: millrace((record) => use(record)),
  lanes: millrace((record) => use(record), { concurrency: 10 }),
  asynchronous: millrace(async (record) => use(record)),
  validated: millrace((record) => {
    if (record.eventName === 'MODIFY') use(record.keys, record.newImage, record.oldImage);
  }),
  powertools,
};

contend(orderEvent(recordsInEvent), recordsInEvent, contenders[process.argv[2] as ContenderName]);

// The types as an installed package gives them; compiled, not run.
import { batchHandler } from '@millrace/handler';
import type { StreamRecord } from '@millrace/handler/idempotency';
import { historyOf } from '@millrace/explore/histories';
import '@millrace/jest';
import { captureStream } from '@millrace/live';
import { defineStream, type RecordOf } from '@millrace/records';
import { type EventSourceMapping, simulate, type Trace } from '@millrace/simulator';
import { recording } from '@millrace/simulator/node';
import { mappingFrom } from '@millrace/templates';
import * as z from 'zod';

const Order = z.object({ orderId: z.string(), status: z.enum(['OPEN', 'PAID']) });
const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

export const handler = batchHandler(orders, async (record) => {
  if (record.eventName === 'REMOVE') {
    // @ts-expect-error a REMOVE has no new image
    void record.newImage;
    return;
  }
  const status: 'OPEN' | 'PAID' = record.newImage.status;
  void status;
});

const mapping: EventSourceMapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 };

export async function run(): Promise<Trace> {
  return simulate({ handler, records: recording('orders.ndjson'), mapping });
}

export type { StreamRecord };
export type OrderRecord = RecordOf<typeof orders>;
export const deployed = mappingFrom('template.yaml#OrdersFunction');
export const captured = captureStream({ tableName: 'Orders', region: 'eu-west-1' });
export const histories = historyOf(orders, { length: 20 });

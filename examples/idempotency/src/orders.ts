import { defineStream, type LambdaRecord, type RecordOf } from '@millrace/records';
import * as z from 'zod';

const Order = z.object({ orderId: z.string(), revision: z.number() });

export const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

export type OrderRecord = RecordOf<typeof orders>;

/** Changes of ten orders. */
export const recordCount = 100;
const orderCount = 10;

/** In the middle of the story the sequence numbers get a digit more, as they do on AWS. */
const firstSequenceNumber = 9_999_961;

/** The records of the story, all of one moment. */
export function storyRecords(): LambdaRecord[] {
  const revisions = new Map<number, number>();
  return Array.from({ length: recordCount }, (_, index) => {
    const order = orderOf(index + 1);
    const revision = revisions.get(order) ?? 0;
    revisions.set(order, revision + 1);
    const orderId = `o-${order}`;
    const sequenceNumber = String(firstSequenceNumber + index);
    return orders.modify({ orderId, revision }, { orderId, revision: revision + 1 }, { sequenceNumber });
  });
}

/** Which record of the story a sequence number is, from 1. */
export function numberOf(sequenceNumber: string): number {
  return Number(sequenceNumber) - firstSequenceNumber + 1;
}

/** Which order a record of the story changes: one after the other, but record 39 changes the order of record 37 again. */
export function orderOf(recordNumber: number): number {
  return recordNumber === 39 ? 7 : recordNumber % orderCount;
}

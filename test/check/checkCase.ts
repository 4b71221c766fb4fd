import type { EventSourceMapping } from '@millrace/simulator';
import { defineStream, type StreamViewType, type as typeOf } from '@millrace/records';
import type { DynamoDBRecord } from 'aws-lambda';

/** A handler of which it is known what is wrong with it. */
export interface CheckCase {
  /** From `handlers`; the function is its export `handler`. */
  readonly file: string;
  /** Everything that is wrong with it, and nothing else. */
  readonly codes: readonly FindingCode[];
  readonly why: string;
  readonly mapping: EventSourceMapping;
  readonly view: StreamViewType;
}

/** The codes of findings, as they are named for those who read a card. */
export const codes = [
  'skipsRecords',
  'answersBeforeDone',
  'unhandledRejection',
  'swallowsErrors',
  'wrongIdentifier',
  'hidesFailure',
  'runsOnBehindFailure',
  'breaksItemOrder',
  'breaksOnRemove',
  'breaksOnMissingImage',
  'repeatsOnRetry',
  'repeatsOnRedelivery',
  'effectsNotAtomic',
  'keepsStateBetweenCalls',
  'changesItsEvent',
  'neverSettles',
  'mappingMismatch',
  'selfTriggerLoop',
  'blocksShard',
  'losesInnocents',
] as const;

export type FindingCode = (typeof codes)[number];

/** What the handlers find in their environment. */
export const env: Readonly<Record<string, string>> = {
  TABLE: 'orders',
  AUDIT_TABLE: 'audit',
  ARCHIVE_TABLE: 'archive',
  REPLICA_TABLE: 'replica',
  SEEN_TABLE: 'seen',
  TOTALS_TABLE: 'totals',
  SHIPMENTS_TABLE: 'shipments',
  BUS: 'shop',
  TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:orders',
  FIFO_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:orders.fifo',
  QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo',
  POISON_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/poison.fifo',
};

interface Order {
  readonly orderId: string;
  readonly customer: string;
  readonly status: 'placed' | 'shipped';
  readonly totalCents: number;
}

const eventSourceARN = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';

/** Changes of three to five orders: the second is shipped, the others are new. Another seed makes other orders. */
export function recordsOf(view: StreamViewType, seed: number): readonly DynamoDBRecord[] {
  const orders = defineStream({ item: typeOf<Order>(), keys: ['orderId'], view });
  const count = 3 + (seed % 3);
  return Array.from({ length: count }, (_, index) => {
    const order: Order = {
      orderId: `order-${1000 + seed * 37 + index * (1 + (seed % 7))}`,
      customer: ['Ada', 'Grace', 'Barbara'][(seed + index) % 3] ?? 'Ada',
      status: 'placed',
      totalCents: 700 + ((seed * 131 + index * 57) % 900),
    };
    if (index !== 1) return orders.insert(order, { eventSourceARN });
    return orders.modify(order, { ...order, status: 'shipped' }, { eventSourceARN });
  });
}

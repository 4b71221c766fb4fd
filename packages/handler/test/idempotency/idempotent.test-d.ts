import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { defineStream, type RecordOf } from '@millrace/records';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Context, DynamoDBRecord, DynamoDBStreamHandler } from 'aws-lambda';
import { expectTypeOf } from 'expect-type';
import * as z from 'zod';
import { batchHandler, type RecordScope } from '../../src/index.ts';
import {
  claim,
  idempotent,
  type IdempotentFunction,
  inMemoryLatestStore,
  latestOnly,
  withPrefetch,
} from '../../src/idempotency.ts';

const orders = defineStream({
  item: z.object({ orderId: z.string(), total: z.number() }),
  keys: ['orderId'],
  view: 'NEW_AND_OLD_IMAGES',
});
type Order = RecordOf<typeof orders>;
declare const persistenceStore: BasePersistenceLayer;
declare const pay: (orderId: string, options?: { signal: AbortSignal }) => Promise<{ receipt: string }>;

// A function in, a function of the same parameters out, and the scope if it takes none; what it returns is discarded.
const charge = idempotent(async (record: Order) => pay(record.keys.orderId), { persistenceStore });
expectTypeOf(charge).parameters.toEqualTypeOf<[Order, scope?: unknown]>();
expectTypeOf(charge).returns.resolves.toBeVoid();
// Also to `map`, whose index means nothing to it.
expectTypeOf<Order[]['map']>().toBeCallableWith(charge);
const withScope = idempotent((record: Order, { signal }: RecordScope) => pay(record.keys.orderId, { signal }), {
  persistenceStore,
});
expectTypeOf(withScope).parameters.toEqualTypeOf<[Order, RecordScope]>();

// It goes where the plain function goes, also written in place, where the stream types the record.
batchHandler(orders, charge);
batchHandler(orders, withScope);
batchHandler(
  orders,
  idempotent(
    async (record, { signal }) => {
      expectTypeOf(record).toEqualTypeOf<Order>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    },
    { persistenceStore, key: (record) => `paid ${record.keys.orderId}` },
  ),
);
batchHandler(orders, {
  onInsert: idempotent(async (record) => pay(record.newImage.orderId), { persistenceStore }),
});
batchHandler(
  orders,
  latestOnly(async (record) => pay(record.keys.orderId), { store: inMemoryLatestStore() }),
);
export const handler: DynamoDBStreamHandler = withPrefetch(batchHandler(orders, charge), charge);

// Two effects in one handler: each takes the scope, or the Lambda context, to lock until the deadline.
const project = latestOnly(async (record: Order) => pay(record.keys.orderId), { store: inMemoryLatestStore() });
batchHandler(orders, async (record, scope) => {
  await charge(record, scope);
  await withScope(record, scope);
  await project(record, scope);
});
batchHandler(orders, { onInsert: (record, scope) => charge(record, scope) });
declare const context: Context;
declare const decoded: Order;
void charge(decoded);
void charge(decoded, context);
void project(decoded, context);
// @ts-expect-error one scope is enough
void charge(decoded, context, context);
// @ts-expect-error this function asks for the scope
void withScope(decoded);
// @ts-expect-error of batchHandler, whose signal it reads
void withScope(decoded, context);
const withOptions = idempotent(async (_record: Order, _cents?: number) => {}, { persistenceStore });
expectTypeOf(withOptions).parameters.toEqualTypeOf<[Order, _cents?: number | undefined]>();
const nullary = idempotent(() => pay('o-1'), { persistenceStore });
batchHandler(orders, nullary);
expectTypeOf(charge).toExtend<IdempotentFunction<Order, []>>();
expectTypeOf(charge).toExtend<(record: Order) => Promise<void>>();

// A business key sees the record of the stream, and answers with a text.
idempotent(async (record: Order) => pay(record.keys.orderId), {
  persistenceStore,
  key: (record) => {
    expectTypeOf(record).toEqualTypeOf<Order>();
    return record.keys.orderId;
  },
});
// @ts-expect-error there is no such key attribute
idempotent(async (record: Order) => pay(record.keys.orderId), { persistenceStore, key: (record) => record.keys.other });
// @ts-expect-error a key is a text
idempotent(async (record: Order) => pay(record.keys.orderId), { persistenceStore, key: () => 1 });
// @ts-expect-error a store is needed
idempotent(async (record: Order) => pay(record.keys.orderId), {});
// @ts-expect-error neither a wire record nor one that carries it
idempotent(async (record: { id: number }) => pay(String(record.id)), { persistenceStore });

// Wire records, for Powertools' batch processor and for plain handlers.
const chargeWire = idempotent(async (record: DynamoDBRecord) => pay(record.eventID ?? ''), { persistenceStore });
const processor = new BatchProcessor(EventType.DynamoDBStreams);
export const powertools: DynamoDBStreamHandler = (event, context) =>
  processPartialResponse(event, chargeWire, processor, { context });

// A claim is an entry of a transaction, of decoded and of wire records.
declare const order: Order;
declare const wire: DynamoDBRecord;
expectTypeOf(claim(order, { tableName: 't' })).toExtend<TransactWriteItem>();
claim(wire, { tableName: 't' });
claim(order, { tableName: 't', key: (record) => record.keys.orderId });

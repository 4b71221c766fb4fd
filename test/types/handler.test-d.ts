// Checked by the compiler only: what must compile does, and each @ts-expect-error marks what must not.
import {
  type BatchOutcome,
  batchHandler,
  bulkHandler,
  type PoisonRecordError,
  processBatch,
  reduceWindow,
  tumblingWindow,
  type Window,
} from '@millrace/handler';
import { type DecodeError, defineStream, type RecordOf, type WireRecord } from '@millrace/records';
import type { Context, DynamoDBStreamEvent, DynamoDBStreamHandler } from 'aws-lambda';
import { expectTypeOf } from 'expect-type';
import * as z from 'zod';

const Order = z.object({ orderId: z.string(), status: z.enum(['OPEN', 'PAID']), total: z.number() });
type Order = z.infer<typeof Order>;
const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
const changes = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_IMAGE' });

// One function: the record is narrowed by eventName, to the images that the view type gives.
batchHandler(orders, async (record, { signal, context, logger }) => {
  expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
  expectTypeOf(context).toEqualTypeOf<Context | undefined>();
  logger.warn('a line', { more: 1 });
  switch (record.eventName) {
    case 'INSERT':
      expectTypeOf(record.newImage).toEqualTypeOf<Order>();
      // @ts-expect-error An item that was inserted had no image before.
      return record.oldImage;
    case 'MODIFY':
      return record.oldImage.status !== record.newImage.status;
    case 'REMOVE':
      expectTypeOf(record.oldImage).toEqualTypeOf<Order>();
      // @ts-expect-error An item that was removed has no new image.
      return record.newImage;
  }
});
batchHandler(changes, (record) => {
  // @ts-expect-error The stream carries new images only.
  if (record.eventName === 'MODIFY') return record.oldImage;
  return undefined;
});

// A map of functions: each gets its own kind of record.
batchHandler(orders, {
  onInsert: (record) => expectTypeOf(record.newImage).toEqualTypeOf<Order>(),
  onModify: (record) => record.oldImage.total - record.newImage.total,
  // @ts-expect-error An item that was removed has no new image.
  onRemove: async (record) => record.newImage,
});
// @ts-expect-error There is no such kind of change.
batchHandler(orders, { onDelete: () => {} });
// @ts-expect-error The handler asks for more than a record and its scope.
batchHandler(orders, (_record: RecordOf<typeof orders>, _scope: unknown, _more: string) => {});
// @ts-expect-error The handler is for the records of another stream.
batchHandler(orders, (_record: { readonly totallyWrong: Date }) => {});

// Options.
batchHandler(orders, () => {}, {
  onPoison: (record, error) => {
    expectTypeOf(record).toEqualTypeOf<WireRecord>();
    expectTypeOf(error).toEqualTypeOf<DecodeError | PoisonRecordError>();
  },
  onOutcome: (outcome) => expectTypeOf(outcome).toEqualTypeOf<BatchOutcome>(),
  reserveMs: (slowestMs) => slowestMs * 2,
  logger: console,
});
// @ts-expect-error An option that does not exist.
batchHandler(orders, () => {}, { recordTimeoutSeconds: 3 });
// @ts-expect-error Neither 'report' nor 'throw'.
batchHandler(orders, () => {}, { onFailure: 'ignore' });

// What is made is a Lambda function as @types/aws-lambda knows it; the context may be left out.
expectTypeOf(batchHandler(orders, () => {})).toExtend<DynamoDBStreamHandler>();
declare const event: DynamoDBStreamEvent;
expectTypeOf(batchHandler(orders, () => {})(event)).resolves.toEqualTypeOf<{
  batchItemFailures: { itemIdentifier: string }[];
}>();
expectTypeOf(processBatch(orders, () => {}, event)).resolves.toEqualTypeOf<BatchOutcome>();

// Bulk: the failed are named by record or by place.
bulkHandler(orders, (records) => ({ failed: records.filter((record) => record.eventName === 'REMOVE') }));
bulkHandler(orders, async (records) => ({ failed: [...records.keys()] }));
bulkHandler(orders, async () => {});
// @ts-expect-error An answer that says nothing about failures.
bulkHandler(orders, async () => ({ UnprocessedItems: {} }));
// @ts-expect-error Failures are not named by sequence number.
bulkHandler(orders, () => ({ failed: ['4900031'] }));

// Windows: the state is what `initial` makes, everywhere.
const revenue = tumblingWindow(orders, {
  initial: () => ({ orders: 0, revenue: 0 }),
  reduce: (state, record) =>
    record.eventName === 'INSERT'
      ? { orders: state.orders + 1, revenue: state.revenue + record.newImage.total }
      : state,
  finish: async (state, window) => {
    expectTypeOf(state).toEqualTypeOf<{ orders: number; revenue: number }>();
    expectTypeOf(window).toEqualTypeOf<Window>();
  },
});
expectTypeOf(reduceWindow(revenue, [])).toEqualTypeOf<{ orders: number; revenue: number }>();
tumblingWindow(orders, {
  initial: () => 0,
  // @ts-expect-error reduce is synchronous; what takes time belongs in finish.
  reduce: async (state) => state + 1,
  finish() {},
});
tumblingWindow(orders, {
  initial: () => 0,
  // @ts-expect-error reduce answers with the new state.
  reduce() {},
  finish() {},
});
const ids = z.codec(z.array(z.string()), z.set(z.string()), {
  decode: (list) => new Set(list),
  encode: (set) => [...set],
});
tumblingWindow(orders, {
  initial: () => new Set<string>(),
  reduce: (seen, record) => new Set([...seen, record.keys.orderId]),
  finish: (seen) => expectTypeOf(seen).toEqualTypeOf<Set<string>>(),
  state: ids,
});
tumblingWindow(orders, {
  initial: () => new Map<string, number>(),
  reduce: (totals) => totals,
  finish() {},
  // @ts-expect-error The codec is for another state.
  state: ids,
});

// What JSON loses, a Map as a state or within one, needs to say how it goes through JSON.
const counting = { reduce: <State>(state: State) => state, finish() {} };
// @ts-expect-error A Map would come back as {}.
tumblingWindow(orders, { initial: () => new Map<string, number>(), ...counting });
// @ts-expect-error So would a Set in a list in an object.
tumblingWindow(orders, { initial: () => ({ shops: [{ seen: new Set<string>() }] }), ...counting });
// @ts-expect-error A Date comes back as a text.
tumblingWindow(orders, { initial: (): { last?: Date } => ({}), ...counting });
// @ts-expect-error JSON has no bigint.
tumblingWindow(orders, { initial: () => [1n], ...counting });
tumblingWindow(orders, { initial: (): Tree => ({ name: 'root', children: [] }), ...counting });
tumblingWindow(orders, { initial: (): Record<string, readonly [number, string | null]> => ({}), ...counting });
tumblingWindow(orders, { initial: (): unknown => ({}), ...counting });
interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
  readonly more?: Readonly<Record<string, number>>;
}

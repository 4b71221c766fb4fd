// Checked by the compiler only: what must compile does, and each @ts-expect-error marks what must not.
// records.test.ts has it checked by TypeScript 5.4, 5.9, 6 and 7.
import type { AttributeValue as SdkAttributeValue } from '@aws-sdk/client-dynamodb';
import {
  changedAttributes,
  defineStream,
  itemKey,
  keyOf,
  type InvocationRecord,
  type LambdaRecord,
  parseInvocationRecord,
  type RecordOf,
  type StreamDefinition,
  type StreamRecord,
  type TumblingWindowEvent,
  type TumblingWindowResponse,
  toLambdaRecord,
  type,
} from '@millrace/records';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expectTypeOf } from 'expect-type';
import * as z from 'zod';

const Order = z.object({
  orderId: z.string(),
  line: z.number(),
  status: z.enum(['OPEN', 'PAID']),
  note: z.string().optional(),
  address: z.object({ city: z.string() }),
});
type Order = z.infer<typeof Order>;
const event = {} as DynamoDBStreamEvent;
const [wire = {}] = event.Records;

// The union is narrowed by eventName and by the view type; the default is both images.
{
  const orders = defineStream({ item: Order, keys: ['orderId', 'line'] });
  const record = orders.decode(wire);
  expectTypeOf(record).toEqualTypeOf<RecordOf<typeof orders>>();
  expectTypeOf(record.eventName).toEqualTypeOf<'INSERT' | 'MODIFY' | 'REMOVE'>();
  expectTypeOf(record.keys).toEqualTypeOf<Readonly<{ orderId: string; line: number }>>();
  // @ts-expect-error Which images there are is known once the event name is.
  void record.newImage;
  switch (record.eventName) {
    case 'INSERT':
      expectTypeOf(record.newImage).toEqualTypeOf<Order>();
      // @ts-expect-error An item that was inserted had no image before.
      void record.oldImage;
      break;
    case 'MODIFY':
      expectTypeOf(record.newImage).toEqualTypeOf<Order>();
      expectTypeOf(record.oldImage).toEqualTypeOf<Order>();
      break;
    case 'REMOVE':
      expectTypeOf(record.oldImage).toEqualTypeOf<Order>();
      // @ts-expect-error An item that was removed has no new image.
      void record.newImage;
      break;
    default:
      expectTypeOf(record).toEqualTypeOf<never>();
  }
}
{
  const record = defineStream({ item: Order, keys: ['orderId'], view: 'KEYS_ONLY' }).decode(wire);
  // @ts-expect-error No images at all.
  if (record.eventName === 'INSERT') void record.newImage;
  // @ts-expect-error No images at all.
  if (record.eventName === 'MODIFY') void record.newImage;
  // @ts-expect-error No images at all.
  if (record.eventName === 'REMOVE') void record.oldImage;
}
{
  const record = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_IMAGE' }).decode(wire);
  if (record.eventName !== 'REMOVE') expectTypeOf(record.newImage).toEqualTypeOf<Order>();
  // @ts-expect-error A stream of new images says nothing about what was removed.
  else void record.oldImage;
  // @ts-expect-error Nor about what was before.
  if (record.eventName === 'MODIFY') void record.oldImage;
}
{
  const record = defineStream({ item: Order, keys: ['orderId'], view: 'OLD_IMAGE' }).decode(wire);
  if (record.eventName !== 'INSERT') expectTypeOf(record.oldImage).toEqualTypeOf<Order>();
  // @ts-expect-error A stream of old images says nothing about what was inserted.
  else void record.newImage;
}

// Keys are attributes of the item: one or two, required, of a type that can be a key.
defineStream({ item: Order, keys: ['orderId', 'line'] });
// @ts-expect-error There is no such attribute.
defineStream({ item: Order, keys: ['id'] });
// @ts-expect-error A key cannot be optional.
defineStream({ item: Order, keys: ['note'] });
// @ts-expect-error A key cannot be a map.
defineStream({ item: Order, keys: ['address'] });
// @ts-expect-error A key has one or two attributes.
defineStream({ item: Order, keys: ['orderId', 'line', 'status'] });
// @ts-expect-error A key has one or two attributes.
defineStream({ item: Order, keys: [] });
// @ts-expect-error There is no such view type.
defineStream({ item: Order, keys: ['orderId'], view: 'NEW' });
// @ts-expect-error The type of the items is needed.
defineStream({ keys: ['orderId'] });

// A schema that transforms: records have its output, encoding takes its input.
{
  const Dated = z.object({ id: z.string(), at: z.string().transform((text) => new Date(text)) });
  const stream = defineStream({ item: Dated, keys: ['id'] });
  const record = stream.decode(stream.insert({ id: '1', at: '2026-01-01' }));
  if (record.eventName === 'INSERT') expectTypeOf(record.newImage.at).toEqualTypeOf<Date>();
  // @ts-expect-error The table holds text.
  stream.insert({ id: '1', at: new Date() });
}

// type<T>(): types without checks.
{
  const stream = defineStream({
    item: type<{ id: Uint8Array; tags?: Set<string> }>(),
    keys: ['id'],
    view: 'NEW_IMAGE',
  });
  const record = stream.decode(wire);
  expectTypeOf(record.keys.id).toEqualTypeOf<Uint8Array>();
  if (record.eventName === 'INSERT') expectTypeOf(record.newImage.tags).toEqualTypeOf<Set<string> | undefined>();
  expectTypeOf(stream.insert({ id: new Uint8Array() })).toEqualTypeOf<LambdaRecord>();
  // @ts-expect-error Tags are a set.
  stream.insert({ id: new Uint8Array(), tags: ['a'] });
}

// Single-table design: a union typed per entity.
const entities = {
  order: z.object({ pk: z.string(), sk: z.number(), type: z.literal('order'), total: z.number() }),
  customer: z.object({
    pk: z.string(),
    sk: z.number(),
    type: z.literal('customer'),
    name: z.string(),
    total: z.string(),
  }),
};
{
  const shop = defineStream({ entities, discriminator: 'type', keys: ['pk', 'sk'] });
  const record = shop.decode(wire);
  expectTypeOf(record.entity).toEqualTypeOf<'order' | 'customer'>();
  expectTypeOf(record.keys).toEqualTypeOf<Readonly<{ pk: string; sk: number }>>();
  if (record.eventName === 'MODIFY') {
    expectTypeOf(record.newImage.total).toEqualTypeOf<number | string>();
    if (record.entity === 'customer') expectTypeOf(record.oldImage.name).toEqualTypeOf<string>();
    // @ts-expect-error An order has no name.
    else void record.newImage.name;
  }
  shop.insert({ pk: '1', sk: 1, type: 'order', total: 1 });
  // @ts-expect-error That is no order, and no customer either.
  shop.insert({ pk: '1', sk: 1, type: 'order', name: 'Ada', total: 'x' });
  // @ts-expect-error Only customers have a name.
  defineStream({ entities, discriminator: 'type', keys: ['name'] });
  // @ts-expect-error The discriminator is an attribute that holds the entity's name.
  defineStream({ entities, discriminator: 'pk2', keys: ['pk'] });
  // @ts-expect-error `total` never holds 'order'.
  defineStream({ entities, discriminator: 'total', keys: ['pk'] });
  // @ts-expect-error Entities need a discriminator.
  defineStream({ entities, keys: ['pk'] });
  // @ts-expect-error There is no such policy.
  defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'ignore' });
}
{
  const byKey = defineStream({
    entities,
    discriminator: ({ pk }) => String(pk).split('#')[0],
    keys: ['pk'],
    view: 'NEW_IMAGE',
  });
  const record = byKey.decode(wire);
  // Without an image the entity can be out of sight.
  if (record.eventName === 'REMOVE') expectTypeOf(record.entity).toEqualTypeOf<'order' | 'customer' | undefined>();
  else expectTypeOf(record.entity).toEqualTypeOf<'order' | 'customer'>();
}
{
  const skipping = defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'skip' });
  const record = skipping.decode(wire);
  // @ts-expect-error A skipped record is undefined.
  void record.eventName;
  expectTypeOf<Exclude<typeof record, undefined>>().toEqualTypeOf<RecordOf<typeof skipping>>();
}
{
  const tolerant = defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'undecoded' });
  const record = tolerant.decode(wire);
  expectTypeOf(record.entity).toEqualTypeOf<'order' | 'customer' | undefined>();
  if (record.entity === undefined && record.eventName === 'INSERT') {
    expectTypeOf(record.newImage).toEqualTypeOf<Readonly<Record<string, unknown>>>();
  }
}

// Every stream is a StreamDefinition, and a function can take any.
function handlerOf<S extends StreamDefinition>(stream: S, onRecord: (record: RecordOf<S>) => void): void {
  const record = stream.decode(wire);
  if (record !== undefined) onRecord(record as RecordOf<S>);
}
handlerOf(defineStream({ item: Order, keys: ['orderId'] }), (record) => {
  if (record.eventName === 'INSERT') expectTypeOf(record.newImage).toEqualTypeOf<Order>();
});
handlerOf(defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'skip' }), (record) => {
  expectTypeOf(record.entity).toEqualTypeOf<'order' | 'customer'>();
});
expectTypeOf<RecordOf<StreamDefinition>>().toEqualTypeOf<StreamRecord>();

// Both AttributeValue types are taken without a cast, and what is encoded is a Lambda record.
{
  const orders = defineStream({ item: Order, keys: ['orderId'] });
  const fromSdk = {} as {
    eventID?: string;
    eventName?: 'INSERT' | 'MODIFY' | 'REMOVE';
    dynamodb?: {
      ApproximateCreationDateTime?: Date | undefined;
      Keys?: Record<string, SdkAttributeValue> | undefined;
      NewImage?: Record<string, SdkAttributeValue> | undefined;
      SequenceNumber?: string;
    };
    userIdentity?: { PrincipalId?: string; Type?: string };
  };
  orders.decode(fromSdk);
  expectTypeOf(toLambdaRecord(fromSdk, 'arn')).toEqualTypeOf<DynamoDBRecord>();
  const made: DynamoDBRecord = orders.insert({ orderId: '1', line: 1, status: 'OPEN', address: { city: 'Sheffield' } });
  orders.decode(made);
  keyOf(made.dynamodb?.Keys ?? {});
  itemKey(orders.decode(made));
  // @ts-expect-error An event is not a record.
  orders.decode(event);
}

// changedAttributes wants both images and knows the names.
{
  const record = defineStream({ item: Order, keys: ['orderId'] }).decode(wire);
  const changes = changedAttributes(record);
  expectTypeOf([...changes]).toEqualTypeOf<Array<'orderId' | 'line' | 'status' | 'note' | 'address'>>();
  changes.has('status');
  // @ts-expect-error There is no such attribute.
  changes.has('state');
  // @ts-expect-error Without old images nobody knows what changed.
  changedAttributes(defineStream({ item: Order, keys: ['orderId'], view: 'NEW_IMAGE' }).decode(wire));
}

// Errors and other directions are typed too.
expectTypeOf(parseInvocationRecord('{}')).toEqualTypeOf<InvocationRecord>();
expectTypeOf<TumblingWindowEvent<{ sum: number }>['state']>().toEqualTypeOf<
  { sum: number } | Readonly<Record<string, never>>
>();
expectTypeOf<TumblingWindowResponse<{ sum: number }>>().toMatchTypeOf<{ state: { sum: number } }>();

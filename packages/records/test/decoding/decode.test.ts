import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import * as z from 'zod';
import {
  DecodeError,
  type DecodeReason,
  defineStream,
  isDecodeError,
  isStreamDefinitionError,
  type LambdaRecord,
  type StandardSchema,
  type StreamViewType,
  type,
  type WireRecord,
} from '../../src/index.ts';

interface Order {
  readonly orderId: string;
  readonly total?: number;
}
const views: readonly StreamViewType[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];
const both = defineStream({ item: type<Order>(), keys: ['orderId'] });
const insert = both.insert({ orderId: 'o-1', total: 1 }, { sequenceNumber: '100', eventId: 'e-1' });

function thrown(run: () => unknown): DecodeError {
  try {
    run();
  } catch (error) {
    if (isDecodeError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

function withChange(wire: LambdaRecord, change: object): WireRecord {
  return { ...wire, dynamodb: { ...wire.dynamodb, ...change } };
}

test('every event name and view type gives exactly the images it stands for', () => {
  const images = views.map((view) => {
    const stream = defineStream({ item: type<Order>(), keys: ['orderId'], view });
    // What the table sends may be more than the definition asks for.
    const wires = [
      both.insert({ orderId: '1' }),
      both.modify({ orderId: '1' }, { orderId: '1' }),
      both.remove({ orderId: '1' }),
    ];
    return wires.map((wire) => {
      const record = stream.decode(wire) as { newImage?: unknown; oldImage?: unknown };
      return `${record.newImage === undefined ? '-' : 'new'} ${record.oldImage === undefined ? '-' : 'old'}`;
    });
  });

  expect(images).toEqual([
    ['- -', '- -', '- -'],
    ['new -', 'new -', '- -'],
    ['- -', '- old', '- old'],
    ['new -', 'new old', '- old'],
  ]);
});

describe('a record that is not what the definition says', () => {
  test.each<[string, unknown, DecodeReason, string]>([
    ['null', null, 'not-a-record', ''],
    ['a list', [], 'not-a-record', ''],
    ['text', 'INSERT', 'not-a-record', ''],
    ['an event', { Records: [insert] }, 'not-a-record', 'dynamodb'],
    ['a record of another source', { eventSource: 'aws:sqs', body: '{}' }, 'not-a-record', 'dynamodb'],
    ['no event name', { ...insert, eventName: undefined }, 'event-name', 'eventName'],
    ['an event name in lower case', { ...insert, eventName: 'insert' }, 'event-name', 'eventName'],
    [
      'no sequence number',
      withChange(insert, { SequenceNumber: undefined }),
      'sequence-number',
      'dynamodb.SequenceNumber',
    ],
    [
      'a number as sequence number',
      withChange(insert, { SequenceNumber: 100 }),
      'sequence-number',
      'dynamodb.SequenceNumber',
    ],
    ['41 digits', withChange(insert, { SequenceNumber: '1'.repeat(41) }), 'sequence-number', 'dynamodb.SequenceNumber'],
    ['no keys', withChange(insert, { Keys: undefined }), 'missing', 'dynamodb.Keys'],
    ['no new image', withChange(insert, { NewImage: undefined }), 'missing', 'dynamodb.NewImage'],
    ['a modification without its old image', { ...insert, eventName: 'MODIFY' }, 'missing', 'dynamodb.OldImage'],
    ['a removal without its old image', { ...insert, eventName: 'REMOVE' }, 'missing', 'dynamodb.OldImage'],
    ['keys in camel case', withChange(insert, { Keys: undefined, keys: {} }), 'camel-case', 'dynamodb'],
    ['camel case throughout', { ...insert, dynamodb: { sequenceNumber: '1' } }, 'camel-case', 'dynamodb'],
  ])('%s is rejected at once', (_, wire, reason, path) => {
    const error = thrown(() => both.decode(wire as WireRecord));

    expect([error.reason, error.path.join('.')]).toEqual([reason, path]);
  });

  test('another view type than defined is named', () => {
    const keysOnly = defineStream({ item: type<Order>(), keys: ['orderId'], view: 'KEYS_ONLY' });

    const error = thrown(() => both.decode(keysOnly.insert({ orderId: '1' }, { sequenceNumber: '7', eventId: 'e' })));

    expect(error.message).toBe(
      'Record 7 (event e), dynamodb.NewImage: expected the attributes that a NEW_AND_OLD_IMAGES stream has (the record says "KEYS_ONLY"), found undefined.',
    );
  });

  test('keys that are not those of the definition are rejected when they are read', () => {
    const stream = defineStream({ item: type<{ pk: string }>(), keys: ['pk'] });

    expect(thrown(() => stream.decode(insert).keys)).toMatchObject({
      reason: 'missing',
      path: ['dynamodb', 'Keys'],
      expected: 'the key attribute pk',
      found: '"orderId"',
    });
  });
});

describe('decoding is lazy', () => {
  const broken = withChange(insert, { NewImage: { orderId: 1 } as never });

  test('an image is unmarshalled when it is first read, and the error says where', () => {
    const record = both.decode(broken);

    expect(record.keys).toEqual({ orderId: 'o-1' });
    expect(thrown(() => record.eventName === 'INSERT' && record.newImage)).toMatchObject({
      reason: 'unmarshalled',
      path: ['dynamodb', 'NewImage', 'orderId'],
      sequenceNumber: '100',
      eventId: 'e-1',
    });
  });

  test('eager decodes everything at once', () => {
    const eager = defineStream({ item: type<Order>(), keys: ['orderId'], eager: true });

    expect(thrown(() => eager.decode(broken)).reason).toBe('unmarshalled');
    expect(thrown(() => eager.decode(withChange(insert, { ApproximateCreationDateTime: 'soon' }))).reason).toBe(
      'timestamp',
    );
  });

  test('the schema runs once an image', () => {
    let runs = 0;
    const item = z.object({ orderId: z.string() }).transform((value) => ({ ...value, run: ++runs }));
    const stream = defineStream({ item, keys: ['orderId'] });

    const record = stream.decode(insert);

    expect(runs).toBe(0);
    expect(record.eventName === 'INSERT' && [record.newImage, record.newImage]).toEqual([
      { orderId: 'o-1', run: 1 },
      { orderId: 'o-1', run: 1 },
    ]);
  });
});

describe('schemas', () => {
  test('of zod and valibot say which attribute they object to', () => {
    for (const item of [
      z.object({ orderId: z.string(), lines: z.array(z.object({ sku: z.string() })) }),
      v.object({ orderId: v.string(), lines: v.array(v.object({ sku: v.string() })) }),
    ]) {
      const stream = defineStream({ item, keys: ['orderId'] });
      const wire = stream.insert({ orderId: '1', lines: [{ sku: 1 as unknown as string }] });

      const error = thrown(() => (stream.decode(wire) as { newImage: unknown }).newImage);

      expect([error.reason, error.path.join('.')]).toEqual(['schema', 'dynamodb.NewImage.lines.0.sku']);
      expect(error.issues).toHaveLength(1);
    }
  });

  test('that throw are a DecodeError with the cause', () => {
    const boom = new Error('boom');
    const item: StandardSchema<{ orderId: string }> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw boom;
        },
      },
    };
    const stream = defineStream({ item, keys: ['orderId'] });

    const error = thrown(() => (stream.decode(stream.insert({ orderId: '1' })) as { newImage: unknown }).newImage);

    expect([error.reason, error.cause]).toEqual(['schema', boom]);
  });
});

describe('a single-table stream', () => {
  const order = z.object({ pk: z.string(), type: z.literal('order'), total: z.number() });
  const customer = z.object({ pk: z.string(), type: z.literal('customer'), name: z.string() });
  const entities = { order, customer };
  const anOrder = { pk: '1', type: 'order', total: 5 } as const;
  const aCustomer = { pk: '2', type: 'customer', name: 'Ada' } as const;
  const shop = defineStream({ entities, discriminator: 'type', keys: ['pk'] });
  const unknown = shop.insert({ pk: '3', type: 'invoice' } as never);

  test('dispatches by an attribute', () => {
    const names = [anOrder, aCustomer].map((item) => {
      const record = shop.decode(shop.insert(item));
      if (record.eventName !== 'INSERT') throw new Error('It is an INSERT.');
      return record.entity === 'order' ? record.newImage.total : record.newImage.name;
    });

    expect(names).toEqual([5, 'Ada']);
  });

  test('dispatches by a function of the attributes, which are unmarshalled once', () => {
    let reads = 0;
    const stream = defineStream({
      entities: { order, customer },
      discriminator: ({ pk }) => (pk === '1' ? 'order' : 'customer'),
      keys: ['pk'],
      numbers: (text) => (reads++, Number(text)),
    });

    const record = stream.decode(stream.insert(anOrder));

    expect([record.entity, record.eventName === 'INSERT' && record.newImage, reads]).toEqual(['order', anOrder, 1]);
  });

  test('names of Object.prototype are no entities', () => {
    const wire = shop.insert({ pk: '3', type: 'constructor' } as never);

    expect(thrown(() => shop.decode(wire)).reason).toBe('unknown-entity');
  });

  test('fails, skips or hands on what it does not know', () => {
    const skipping = defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'skip' });
    const tolerant = defineStream({ entities, discriminator: 'type', keys: ['pk'], unknownEntity: 'undecoded' });

    const handedOn = tolerant.decode(unknown);

    expect(thrown(() => shop.decode(unknown))).toMatchObject({
      reason: 'unknown-entity',
      path: ['dynamodb', 'NewImage', 'type'],
      expected: 'one of order,customer',
      found: '"invoice"',
    });
    expect(skipping.decode(unknown)).toBeUndefined();
    expect(handedOn.entity).toBeUndefined();
    expect(handedOn.entity === undefined && handedOn.eventName === 'INSERT' && handedOn.newImage).toEqual({
      pk: '3',
      type: 'invoice',
    });
  });

  test('an item that became another entity is not read with the wrong schema', () => {
    const wire = shop.modify(aCustomer, { ...anOrder, pk: '2' });

    const record = shop.decode(wire);

    expect(thrown(() => record.eventName === 'MODIFY' && record.oldImage)).toMatchObject({
      reason: 'entity-changed',
      found: '"customer"',
    });
  });

  test('without an image the entity is unknown, unless the keys tell it', () => {
    const newImages = defineStream({ entities, discriminator: 'type', keys: ['pk'], view: 'NEW_IMAGE' });
    const byKey = defineStream({
      entities,
      discriminator: ({ pk }) => (pk === '1' ? 'order' : 'customer'),
      keys: ['pk'],
      view: 'NEW_IMAGE',
    });

    expect(newImages.decode(newImages.remove(anOrder)).entity).toBeUndefined();
    expect(byKey.decode(byKey.remove(anOrder)).entity).toBe('order');
  });

  test('a discriminator that throws is a DecodeError with the cause', () => {
    const cause = new Error('no pk');
    const stream = defineStream({
      entities,
      discriminator: () => {
        throw cause;
      },
      keys: ['pk'],
    });

    expect(thrown(() => stream.decode(stream.insert(anOrder)))).toMatchObject({ reason: 'unknown-entity', cause });
  });
});

describe('what people write by hand', () => {
  const ttl = both.remove({ orderId: '1' }, { expiredByTtl: true });

  test.each<[string, WireRecord, boolean]>([
    ['of Lambda', ttl, true],
    ['of the Streams API', { ...ttl, userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } }, true],
    ['null', { ...ttl, userIdentity: null }, false],
    ['missing', { ...ttl, userIdentity: undefined }, false],
    ['of somebody else', { ...ttl, userIdentity: { type: 'Service', principalId: 'example.amazonaws.com' } }, false],
    ['on an INSERT, which nothing expires', { ...insert, userIdentity: ttl.userIdentity }, false],
  ])('expiredByTtl with a user identity %s', (_, wire, expired) => {
    expect(both.decode(wire).expiredByTtl).toBe(expired);
  });

  test('replicated compares the region of the last write with the region of the stream', () => {
    const stream = defineStream({ item: type<{ id: string; home?: string }>(), keys: ['id'], regionAttribute: 'home' });
    const replicated = (home?: string): boolean | undefined =>
      stream.decode(stream.insert(home === undefined ? { id: '1' } : { id: '1', home })).replicated;

    expect([replicated('us-east-1'), replicated('eu-west-1'), replicated()]).toEqual([false, true, undefined]);
  });

  test('replicated is not known of a REMOVE, nor where there is no new image: the old one names who wrote before', () => {
    const regionAttribute = 'home';
    const stream = defineStream({ item: type<{ id: string; home?: string }>(), keys: ['id'], regionAttribute });
    const [here, there] = [
      { id: '1', home: 'us-east-1' },
      { id: '1', home: 'eu-west-1' },
    ];
    const modified = stream.modify(there, here);
    const { NewImage: _, ...withoutNewImage } = modified.dynamodb;
    const oldOnly = defineStream({ item: type<{ id: string }>(), keys: ['id'], view: 'OLD_IMAGE', regionAttribute });

    expect(stream.decode(stream.remove(there)).replicated).toBeUndefined();
    expect(stream.decode(modified).replicated).toBe(false);
    expect(oldOnly.decode({ ...modified, dynamodb: withoutNewImage }).replicated).toBeUndefined();
  });

  test('a record of Kinesis Data Streams for DynamoDB is refused by name', () => {
    const wire = { eventSource: 'aws:kinesis', eventName: 'aws:kinesis:record', kinesis: { data: 'e30=' } };

    expect(() => both.decode(wire)).toThrow('dynamodb: expected no record of Kinesis, found undefined');
  });

  test('JSON.stringify and raw give the record as it came', () => {
    const record = both.decode(insert);

    expect(record.raw).toBe(insert);
    expect(JSON.stringify({ record })).toBe(JSON.stringify({ record: insert }));
  });
});

describe('a definition that cannot work', () => {
  test.each<[string, object]>([
    ['view', { item: type(), keys: ['a'], view: 'NEW' }],
    ['keys', { item: type(), keys: [] }],
    ['keys', { item: type(), keys: ['a', 'b', 'c'] }],
    ['item', { keys: ['a'] }],
    ['item', { item: { parse: () => 1 }, keys: ['a'] }],
    ['discriminator', { entities: { a: type() }, keys: ['a'] }],
    ['unknownEntity', { entities: { a: type() }, discriminator: 'x', keys: ['a'], unknownEntity: 'ignore' }],
    ['item', { entities: { a: {} }, discriminator: 'x', keys: ['a'] }],
  ])('is refused when it is made: %s', (option, definition) => {
    let error: unknown;
    try {
      defineStream(definition as never);
    } catch (caught) {
      error = caught;
    }

    expect(isStreamDefinitionError(error) && [error.code, error.option]).toEqual(['StreamDefinitionError', option]);
  });
});

test('an error is recognised across copies of the package', () => {
  const copy = Object.assign(new Error('of another copy'), { [Symbol.for('@millrace/records/error')]: 'DecodeError' });

  expect(isDecodeError(copy)).toBe(true);
  expect(isDecodeError(new Error('other'))).toBe(false);
  expect(isDecodeError({ code: 'DecodeError' })).toBe(false);
});

test('who decodes an event is told to decode one of its records', () => {
  expect(() => both.decode({ Records: [insert] } as never)).toThrow('dynamodb: expected a record of this event');
});

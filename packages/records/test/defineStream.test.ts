import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { DecodeError, defineStream, isDecodeError, type LambdaRecord, type RecordOf, type } from '../src/index.ts';

const Order = z.object({ orderId: z.string(), status: z.enum(['OPEN', 'PAID']), total: z.number() });
const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

const open = { orderId: 'o-1', status: 'OPEN', total: 12.5 } as const;
const paid = { ...open, status: 'PAID' } as const;

function failureOf(run: () => unknown): DecodeError {
  try {
    run();
  } catch (error) {
    if (isDecodeError(error)) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a stream of one item type', () => {
  test('gives the new image of an INSERT, the old one of a REMOVE and both of a MODIFY', () => {
    const seen: unknown[] = [];

    for (const wire of [orders.insert(open), orders.modify(open, paid), orders.remove(paid)]) {
      const record = orders.decode(wire);
      switch (record.eventName) {
        case 'INSERT':
          seen.push([record.keys.orderId, record.newImage]);
          break;
        case 'MODIFY':
          seen.push([record.keys.orderId, record.oldImage, record.newImage]);
          break;
        case 'REMOVE':
          seen.push([record.keys.orderId, record.oldImage]);
          break;
      }
    }

    expect(seen).toEqual([
      ['o-1', open],
      ['o-1', open, paid],
      ['o-1', paid],
    ]);
  });

  test('says which record, which attribute and what was wrong with it', () => {
    const wire = orders.insert({ ...open, status: 'LOST' as 'OPEN' }, { sequenceNumber: '4900031', eventId: 'e-1' });

    const error = failureOf(() => (orders.decode(wire) as { newImage: unknown }).newImage);

    expect(error).toMatchObject({
      code: 'DecodeError',
      reason: 'schema',
      sequenceNumber: '4900031',
      eventId: 'e-1',
      path: ['dynamodb', 'NewImage', 'status'],
    });
    expect(error.message).toBe(
      'Record 4900031 (event e-1), dynamodb.NewImage.status: expected what the schema takes (Invalid option: expected one of "OPEN"|"PAID"), found "LOST".',
    );
  });
});

test('an asynchronous schema is refused as a fault of the definition, not of the record', () => {
  const stream = defineStream({ item: z.object({ id: z.string() }).refine(async () => true), keys: ['id'] });
  const record = stream.decode(stream.insert({ id: '1' })) as { newImage: unknown };

  expect(() => record.newImage).toThrow('the schema is asynchronous');
  expect(() => record.newImage).not.toThrow(DecodeError);
});

test.each([
  ['transform', z.string().transform((text) => JSON.parse(text) as unknown)],
  ['refinement', z.string().refine((text) => JSON.parse(text) as unknown)],
  ['codec', z.codec(z.string(), z.date(), { decode: (text) => JSON.parse(text) as Date, encode: String })],
])('a %s of the user that throws makes the record wrong, although zod answers it with a promise', (_, note) => {
  const stream = defineStream({ item: z.object({ id: z.string(), note }), keys: ['id'] });
  const record = stream.decode(stream.insert({ id: '1', note: '{oops' })) as { newImage: unknown };

  const error = failureOf(() => record.newImage);

  expect(error).toMatchObject({ reason: 'schema', cause: expect.any(SyntaxError) });
  expect(error.path).toEqual(['dynamodb', 'NewImage']);
});

test.each<[string, object, string]>([
  ['a misspelled option', { veiw: 'KEYS_ONLY' }, 'defineStream, veiw: is no option. There are item, keys, view, '],
  ['a view that there is not', { view: 'ALL' }, 'defineStream, view: "ALL" is none of KEYS_ONLY, NEW_IMAGE, '],
  [
    'the name of a key in place of a list',
    { keys: 'pk' },
    "keys: list the partition key and, if there is one, the sort key: ['pk', 'sk'].",
  ],
  ['three keys', { keys: ['a', 'b', 'c'] }, 'defineStream, keys: list the partition key'],
  ['an item beside entities', { entities: {} }, 'defineStream, item: give either it or entities.'],
  ['neither', { item: undefined }, 'defineStream, item: give either it or entities.'],
  [
    'entities without a discriminator',
    { item: undefined, entities: {} },
    'defineStream, discriminator: it belongs to entities',
  ],
  ['an item with a discriminator', { discriminator: 'type' }, 'defineStream, discriminator: it belongs to entities'],
  [
    'an answer to unknown entities that there is not',
    { unknownEntity: 'ignore' },
    'unknownEntity: "ignore" is none of fail, skip, undecoded.',
  ],
  ['a number policy that there is not', { numbers: 'bigInt' }, 'defineStream, numbers: "bigInt" is none of'],
])('%s is refused when the stream is defined', (_, options, message) => {
  const define = (): object => defineStream({ item: Order, keys: ['orderId'], ...options } as never);

  expect(define).toThrow(message);
});

test.each([undefined, null, ''])('no options at all (%p) are refused by name', (options) => {
  expect(() => defineStream(options as never)).toThrow(
    expect.objectContaining({ code: 'StreamDefinitionError', option: 'options' }),
  );
});

test('RecordOf is the type that a handler takes', () => {
  const ids = (record: RecordOf<typeof orders>): string => record.keys.orderId;

  expect(ids(orders.decode(orders.remove(open)))).toBe('o-1');
});

test('type<T>() hands on what the table holds', () => {
  const things = defineStream({ item: type<{ id: string; tags?: Set<string> }>(), keys: ['id'], view: 'NEW_IMAGE' });
  const wire: LambdaRecord = things.insert({ id: '1', tags: new Set(['a']) });

  const record = things.decode(wire);

  expect(record.eventName === 'INSERT' && record.newImage).toEqual({ id: '1', tags: new Set(['a']) });
});

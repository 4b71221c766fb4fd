import { describe, expect, test } from '@jest/globals';
import { compareSequenceNumbers, defineStream, keyOf, type, type LambdaRecord } from '@millrace/records';
import { simulate } from '@millrace/simulator';
import * as fc from 'fast-check';
import * as v from 'valibot';
import * as z from 'zod';
import * as z3 from 'zod/v3';
import { historyOf, isHistoryError } from '../../src/histories.ts';

const Order = z.object({
  orderId: z.string().min(1),
  status: z.enum(['OPEN', 'PAID', 'SHIPPED']),
  total: z.number().nonnegative(),
  credit: z.union([z.bigint(), z.int()]),
  note: z.string().optional(),
  tags: z.set(z.string().min(1)).optional(),
  lines: z.array(z.object({ sku: z.string(), count: z.int().positive() })),
});
const views = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });
const seed = 18;

describe.each(views)('histories of a stream with %s', (view) => {
  const stream = defineStream({ item: Order, keys: ['orderId'], view });

  test('hold INSERT before MODIFY before REMOVE for each item, and each old image is the new one before it', () => {
    fc.assert(
      fc.property(historyOf(stream), (records) => expect(breaches(records, view)).toEqual([])),
      { seed, numRuns: 100 },
    );
  });

  test('decode, image by image, with the schema of the stream', () => {
    const eager = defineStream({ item: Order, keys: ['orderId'], view, eager: true });

    fc.assert(
      fc.property(historyOf(stream), (records) => {
        for (const record of records) expect(eager.decode(record).keys.orderId).not.toBe('');
      }),
      { seed, numRuns: 60 },
    );
  });
});

test('a history runs through the simulator as it is', async () => {
  await fc.assert(
    fc.asyncProperty(historyOf(orders), async (records) => {
      let seen = 0;
      const handler = async ({ Records }: { readonly Records: readonly unknown[] }) => void (seen += Records.length);

      await simulate({ handler, records, mapping: { StartingPosition: 'TRIM_HORIZON' } });

      expect(seen).toBe(records.length);
    }),
    { seed, numRuns: 50 },
  );
});

describe('everything that a history may hold is drawn', () => {
  const sample = fc.sample(historyOf(orders, { length: { max: 40 } }), { seed, numRuns: 400 });
  const all = sample.flat();
  const textOf = (record: LambdaRecord) => JSON.stringify(record.dynamodb);

  test.each<[what: string, is: (record: LambdaRecord) => boolean]>([
    ['an INSERT', ({ eventName }) => eventName === 'INSERT'],
    ['a MODIFY', ({ eventName }) => eventName === 'MODIFY'],
    ['a REMOVE by hand', ({ eventName, ...rest }) => eventName === 'REMOVE' && !('userIdentity' in rest)],
    ['a REMOVE by Time to Live', (record) => 'userIdentity' in record],
    ['a number of 38 digits', (record) => /"N":"-?\d{38}"/.test(textOf(record))],
    ['characters beyond the basic plane', (record) => /[\u{10000}-\u{10ffff}]/u.test(textOf(record))],
    ['an item of more than 200 KB', ({ dynamodb }) => dynamodb.SizeBytes > 200_000],
    ['a set', (record) => textOf(record).includes('"SS"')],
    ['an attribute that the schema does not name', (record) => textOf(record).includes('"extra"')],
  ])('%s', (_what, is) => {
    expect(all.some(is)).toBe(true);
  });

  test('an item that was deleted and is put again', () => {
    const again = sample.some((records) => {
      const removed = new Set<string>();
      return records.some(({ eventName, dynamodb }) => {
        if (eventName === 'REMOVE') removed.add(keyOf(dynamodb.Keys));
        return eventName === 'INSERT' && removed.has(keyOf(dynamodb.Keys));
      });
    });

    expect(again).toBe(true);
  });

  test('no image is over 400 KB', () => {
    for (const { dynamodb } of all) {
      const images = [dynamodb.NewImage, dynamodb.OldImage].filter((image) => image !== undefined).length;
      expect(dynamodb.SizeBytes).toBeLessThanOrEqual((images + 1) * 400 * 1024);
    }
  });
});

describe('shrinking', () => {
  test('ends at one record of one item with the smallest values', () => {
    const { counterexample } = fc.check(
      fc.property(historyOf(orders), (_records) => false),
      { seed },
    );

    const records = counterexample?.[0];

    expect(records).toHaveLength(1);
    expect(records?.[0]?.dynamodb.NewImage).toEqual({
      orderId: { S: expect.stringMatching(/^.$/u) },
      status: { S: 'OPEN' },
      total: { N: '0' },
      credit: { N: '0' },
      lines: { L: [] },
    });
  });

  test('keeps a history consistent at every step', () => {
    const seen: LambdaRecord[][] = [];
    fc.check(
      fc.property(historyOf(orders), (records) => {
        seen.push(records);
        return records.filter(({ eventName }) => eventName === 'REMOVE').length < 2;
      }),
      { seed },
    );

    expect(seen.at(-1)?.length).toBeGreaterThan(0);
    expect(seen.flatMap((records) => breaches(records, 'NEW_AND_OLD_IMAGES'))).toEqual([]);
  });

  test('two deletions shrink to a history of three or four records', () => {
    const { counterexample } = fc.check(
      fc.property(historyOf(orders), (records) => records.filter(({ eventName }) => eventName === 'REMOVE').length < 2),
      { seed },
    );

    expect(counterexample?.[0].map(({ eventName }) => eventName)).toEqual(['INSERT', 'REMOVE', 'INSERT', 'REMOVE']);
  });
});

test('the same seed gives the same bytes', () => {
  const draw = () => JSON.stringify(fc.sample(historyOf(orders), { seed, numRuns: 20 }));

  expect(draw()).toBe(draw());
});

describe('options', () => {
  const drawn = (options: Parameters<typeof historyOf<typeof orders>>[1]) =>
    fc.sample(historyOf(orders, options), { seed, numRuns: 100 });

  test('length is kept exactly', () => {
    expect(drawn({ length: 7 }).map((records) => records.length)).toEqual(Array.from({ length: 100 }, () => 7));
    for (const { length } of drawn({ length: { min: 3, max: 5 } })) expect([3, 4, 5]).toContain(length);
  });

  test('items bounds how many items there are', () => {
    for (const records of drawn({ items: 2, length: 20 })) {
      expect(new Set(records.map(({ dynamodb }) => keyOf(dynamodb.Keys))).size).toBeLessThanOrEqual(2);
    }
  });

  test('removes: false leaves out every removal but that of a write which changes nothing', () => {
    const removed = drawn({ removes: false, length: 30 }).flat();

    expect(removed.some((record) => 'userIdentity' in record)).toBe(false);
  });

  test('maximumItemBytes bounds the size of items', () => {
    for (const { dynamodb } of drawn({ maximumItemBytes: 0 }).flat()) expect(dynamodb.SizeBytes).toBeLessThan(20_000);
  });

  test.each([
    [{ items: 0 }, '`items` is 0'],
    [{ length: { min: 3, max: 2 } }, '`length.max` is 2'],
    [{ maximumItemBytes: 500_000 }, '`maximumItemBytes` is 500000'],
  ])('%j is refused', (options, message) => {
    expect(() => historyOf(orders, options)).toThrow(message);
  });
});

describe('entities', () => {
  const shop = defineStream({
    entities: {
      order: z.object({ pk: z.string().min(1), sk: z.string().min(1), type: z.literal('order'), total: z.number() }),
      customer: z.object({
        pk: z.string().min(1),
        sk: z.string().min(1),
        type: z.literal('customer'),
        name: z.string(),
      }),
    },
    discriminator: 'type',
    keys: ['pk', 'sk'],
  });

  test('each item stays of its entity, and all of them come', () => {
    const seen = new Set<unknown>();
    fc.assert(
      fc.property(historyOf(shop), (records) => {
        expect(breaches(records, 'NEW_AND_OLD_IMAGES')).toEqual([]);
        for (const record of records) {
          const decoded = shop.decode(record);
          seen.add(decoded.entity);
          if (decoded.eventName === 'MODIFY') expect(decoded.oldImage.type).toBe(decoded.newImage.type);
        }
      }),
      { seed, numRuns: 60 },
    );

    expect(seen).toEqual(new Set(['order', 'customer']));
  });

  test('can be chosen', () => {
    const [records = []] = fc.sample(historyOf(shop, { entities: ['customer'], length: 10 }), { seed, numRuns: 1 });

    expect(records.map((record) => shop.decode(record).entity)).toEqual(Array.from({ length: 10 }, () => 'customer'));
  });

  test('an unknown one is refused', () => {
    expect(() => historyOf(shop, { entities: ['invoice'] })).toThrow(
      '`entities` is invoice, expected of order, customer',
    );
  });
});

describe('a schema that does not describe itself', () => {
  const schema = v.object({ id: v.string(), state: v.picklist(['NEW', 'OLD']), count: v.number() });
  const stream = defineStream({ item: schema, keys: ['id'] });

  test('is refused with what to pass', () => {
    expect(() => historyOf(stream)).toThrow(/valibot.*Pass `examples`, a list of some, or `item`/);
    try {
      historyOf(stream);
    } catch (error) {
      expect(isHistoryError(error) && error.code).toBe('ItemsUnknown');
    }
  });

  test('works from examples: their values, other numbers, keys like theirs', () => {
    const examples = [
      { id: 'a', state: 'NEW' as const, count: 1 },
      { id: 'b', state: 'OLD' as const, count: 5 },
    ];

    fc.assert(
      fc.property(historyOf(stream, { examples }), (records) => {
        expect(breaches(records, 'NEW_AND_OLD_IMAGES')).toEqual([]);
        for (const record of records) {
          const { eventName, ...decoded } = stream.decode(record);
          if (eventName === 'INSERT' && 'newImage' in decoded)
            expect(['NEW', 'OLD']).toContain(decoded.newImage?.state);
        }
      }),
      { seed },
    );
  });

  test('so is one of zod 3, which works from examples too', () => {
    const old = defineStream({ item: z3.object({ id: z3.string(), count: z3.number() }), keys: ['id'] });

    expect(() => historyOf(old)).toThrow(/zod.*Pass `examples`/);
    fc.assert(
      fc.property(historyOf(old, { examples: [{ id: 'a', count: 1 }] }), (records) => {
        expect(breaches(records, 'NEW_AND_OLD_IMAGES')).toEqual([]);
        for (const record of records) old.decode(record);
      }),
      { seed, numRuns: 50 },
    );
  });

  test('works from an arbitrary of items', () => {
    const item = fc.record({ id: fc.constantFrom('x', 'y'), state: fc.constant('NEW' as const), count: fc.nat(9) });
    const all = fc.sample(historyOf(stream, { item }), { seed, numRuns: 50 }).flat();

    expect(new Set(all.map(({ dynamodb }) => dynamodb.Keys['id']?.S))).toEqual(new Set(['x', 'y']));
  });

  test('a schema that checks nothing needs examples too', () => {
    expect(() => historyOf(defineStream({ item: type<{ id: string }>(), keys: ['id'] }))).toThrow('Pass `examples`');
  });
});

test('a schema whose own description is not all that it asks for is kept to', () => {
  const even = defineStream({
    item: z.object({ id: z.string().min(1), n: z.int().refine((value) => value % 2 === 0) }),
    keys: ['id'],
  });

  for (const record of fc.sample(historyOf(even), { seed, numRuns: 50 }).flat()) {
    const decoded = even.decode(record);
    if (decoded.eventName === 'INSERT') expect(Math.abs(decoded.newImage.n % 2)).toBe(0);
  }
});

test('a schema that no drawn item satisfies is told of, not tried for ever', () => {
  const picky = defineStream({
    item: z.object({ id: z.string().refine((id) => id === 'the one and only') }),
    keys: ['id'],
  });

  expect(() => fc.sample(historyOf(picky), { seed, numRuns: 1 })).toThrow('refused 5000 items in a row');
});

/** What is wrong with a history, record by record. */
function breaches(records: readonly LambdaRecord[], view: (typeof views)[number]): readonly string[] {
  const found: string[] = [];
  const present = new Map<string, string | undefined>();
  let previous: LambdaRecord | undefined;
  for (const record of records) {
    const { eventName, dynamodb } = record;
    const key = keyOf(dynamodb.Keys);
    const there = present.has(key);
    const [before, after] = [dynamodb.OldImage, dynamodb.NewImage].map((image) => image && JSON.stringify(image));
    if (eventName === 'INSERT' && there) found.push(`${key} is inserted and there already`);
    if (eventName !== 'INSERT' && !there) found.push(`${key} is changed and not there`);
    if (eventName === 'INSERT' && before !== undefined) found.push(`${key} is inserted and has an old image`);
    if (eventName === 'REMOVE' && after !== undefined) found.push(`${key} is removed and has a new image`);
    if (view === 'NEW_AND_OLD_IMAGES' && before !== undefined && before !== present.get(key)) {
      found.push(`the old image of ${key} is not the new one before it`);
    }
    const wantsNew = eventName !== 'REMOVE' && view.startsWith('NEW');
    const wantsOld = eventName !== 'INSERT' && view.includes('OLD');
    if (wantsNew !== (after !== undefined) || wantsOld !== (before !== undefined)) found.push(`${key}: images`);
    if (eventName === 'MODIFY' && before !== undefined && before === after) found.push(`${key} is not changed`);
    if (record.dynamodb.StreamViewType !== view) found.push(`${key} has another view`);
    if (previous !== undefined) {
      const last = previous.dynamodb;
      if (compareSequenceNumbers(last.SequenceNumber, dynamodb.SequenceNumber) >= 0) found.push('numbers go back');
      if (last.ApproximateCreationDateTime > dynamodb.ApproximateCreationDateTime) found.push('time goes back');
    }
    if (eventName === 'REMOVE') present.delete(key);
    else present.set(key, after);
    previous = record;
  }
  return found;
}

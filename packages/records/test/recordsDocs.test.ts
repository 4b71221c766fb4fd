import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { type DecodeReason, defineStream, isDecodeError, type NumberPolicy, type WireRecord } from '../src/index.ts';
import { compileNumbers } from '../src/decoding/compileNumbers.ts';
import { imageReader } from '../src/decoding/imageReader.ts';

const page = readFileSync(join(__dirname, '../../../docs/records.md'), 'utf8');
const itself = readFileSync(__filename, 'utf8');

/** The cells of the tables whose first cell is an attribute value. */
const rows = [...page.matchAll(/^\| `(\{"[^`]*\})` \| (.*) \|$/gmu)].map(([, attribute = '', cells = '']) => ({
  attribute,
  cells: cells.split(' | ').map((cell) => cell.replaceAll('`', '')),
}));

function shown(attribute: string, numbers: NumberPolicy): string {
  try {
    const { a } = imageReader(compileNumbers(numbers))({ a: JSON.parse(attribute) as unknown });
    return inspect(a);
  } catch {
    return 'rejected';
  }
}

describe('docs/records.md', () => {
  test('has examples of values', () => {
    expect(rows.length).toBeGreaterThan(15);
  });

  test.each(rows)('$attribute becomes $cells', ({ attribute, cells }) => {
    const policies: readonly NumberPolicy[] = ['auto', 'number', 'bigint', 'string'];

    expect(cells).toEqual(policies.slice(0, cells.length).map((policy) => shown(attribute, policy)));
  });

  test('says which schema takes integers of every size under the policy auto', () => {
    const read = (counted: z.ZodType, n: bigint): unknown => {
      const stream = defineStream({ item: z.object({ id: z.string(), counted }), keys: ['id'], view: 'NEW_IMAGE' });
      const record = stream.decode(stream.insert({ id: '1', counted: n }));
      return record.eventName === 'INSERT' && record.newImage.counted;
    };

    expect([read(z.coerce.bigint(), 5n), read(z.coerce.bigint(), 12345678901234567890n)]).toEqual([
      5n,
      12345678901234567890n,
    ]);
    expect(() => read(z.bigint(), 5n)).toThrow('expected bigint, received number');
  });

  test('names every reason', () => {
    const reasons: Record<DecodeReason, true> = {
      'not-a-record': true,
      'event-name': true,
      'sequence-number': true,
      missing: true,
      'camel-case': true,
      unmarshalled: true,
      'type-tag': true,
      value: true,
      number: true,
      base64: true,
      'too-deep': true,
      timestamp: true,
      schema: true,
      'unknown-entity': true,
      'entity-changed': true,
    };

    for (const reason of Object.keys(reasons)) expect(page).toContain(`\`${reason}\``);
  });

  test('shows the message as it is', () => {
    const stream = defineStream({ item: z.object({ id: z.string(), total: z.number() }), keys: ['id'] });
    const wire = stream.insert({ id: '1', total: 1 }, { sequenceNumber: '4900031', eventId: 'e-1' });
    const NewImage = { ...wire.dynamodb.NewImage, total: { N: '12,50' } };
    let message = '';
    try {
      const record = stream.decode({ ...wire, dynamodb: { ...wire.dynamodb, NewImage } });
      void (record.eventName === 'INSERT' && record.newImage);
    } catch (error) {
      message = isDecodeError(error) ? error.message : '';
    }

    expect(page).toContain(`> ${message}\n`);
  });

  test('has snippets that are cut from the functions below', () => {
    const lines = (text: string): string =>
      text
        .split('\n')
        .map((line) => line.trim())
        .join('\n');
    const snippets = [...page.matchAll(/```ts\n(.*?)```/gsu)].map(([, snippet = '']) => lines(snippet));

    expect(snippets.length).toBe(2);
    for (const snippet of snippets) expect(lines(itself)).toContain(snippet);
  });

  test('has snippets that do what they seem to', () => {
    const order = { orderId: 'o-1', status: 'OPEN', total: 1 };
    const stream = defineStream({ item: z.object({ orderId: z.string() }).loose(), keys: ['orderId'] });

    expect(summary(stream.insert(order))).toBe('o-1 is new');
    expect(summary(stream.modify(order, { ...order, status: 'PAID' }))).toBe('o-1: OPEN → PAID');
    expect(summary(stream.remove(order))).toBe('o-1 was deleted');
    expect(summary(stream.remove(order, { expiredByTtl: true }))).toBe('expired');
    const items = defineStream({ item: z.object({ pk: z.string(), sk: z.string() }).loose(), keys: ['pk', 'sk'] });
    expect(orderTotal(items.insert({ pk: '1', sk: '1', type: 'order', total: 5 }))).toBe(5);
    expect(orderTotal(items.insert({ pk: '1', sk: '1', type: 'invoice' }))).toBeUndefined();
  });
});

function summary(wire: WireRecord): string {
  const Order = z.object({ orderId: z.string(), status: z.enum(['OPEN', 'PAID']), total: z.number() });
  const orders = defineStream({ item: Order, keys: ['orderId'], view: 'NEW_AND_OLD_IMAGES' });

  const record = orders.decode(wire);
  switch (record.eventName) {
    case 'INSERT':
      return `${record.newImage.orderId} is new`;
    case 'MODIFY':
      return `${record.keys.orderId}: ${record.oldImage.status} → ${record.newImage.status}`;
    case 'REMOVE':
      return record.expiredByTtl ? 'expired' : `${record.oldImage.orderId} was deleted`;
  }
}

function orderTotal(wire: WireRecord): number | undefined {
  const ShopOrder = z.object({ pk: z.string(), sk: z.string(), type: z.literal('order'), total: z.number() });
  const Customer = z.object({ pk: z.string(), sk: z.string(), type: z.literal('customer') });
  const shop = defineStream({
    entities: { order: ShopOrder, customer: Customer },
    discriminator: 'type',
    keys: ['pk', 'sk'],
    unknownEntity: 'skip',
  });
  const change = shop.decode(wire);
  if (change?.entity === 'order' && change.eventName === 'INSERT') return change.newImage.total;
  return undefined;
}

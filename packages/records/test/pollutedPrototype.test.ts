import { afterEach, describe, expect, test } from '@jest/globals';
import { changedAttributes, defineStream, itemKey, type } from '../src/index.ts';

// Libraries exist that put a property on Object.prototype which `for…in` then meets in every object.

interface Order {
  readonly orderId: number;
  readonly status: string;
  readonly total?: number;
  readonly lines?: readonly { readonly sku: string; readonly count: number }[];
  readonly address?: { readonly street: string; readonly number: number };
}
const orders = defineStream({ item: type<Order>(), keys: ['orderId'] });
const order: Order = {
  orderId: 7,
  status: 'OPEN',
  total: 12.5,
  lines: [{ sku: 'a', count: 2 }],
  address: { street: 'x', number: 3 },
};
const wire = orders.modify(order, { ...order, status: 'PAID' });
const prototype = Object.prototype as unknown as Record<string, unknown>;

const pollutions: readonly (readonly [name: string, value: unknown])[] = [
  ['extend', () => undefined],
  ['nothing', undefined],
  ['color', { S: 'red' }],
  ['S', 'text'],
  ['N', '1'],
  ['NULL', true],
  ['M', {}],
  ['total', { N: '99' }],
];

afterEach(() => {
  for (const [name] of pollutions) delete prototype[name];
});

describe.each(pollutions)('with %s on Object.prototype', (name, value) => {
  // A frequent shape is read by code of its own, which comes after a hundred images.
  test.each([1, 300])('records are read as without it, also those of a shape met %s times before', (times) => {
    const stream = defineStream({ item: type<Order>(), keys: ['orderId'] });
    for (let met = 0; met < times; met++) expect(read(stream, wire)).toEqual(clean(order));
    const { total: _, ...withoutTotal } = order;
    const without = orders.modify(withoutTotal, { ...withoutTotal, status: 'PAID' });

    prototype[name] = value;
    const [full, partial] = [read(stream, wire), read(stream, without)];
    const record = stream.decode(wire);
    const key = itemKey(record);
    const changed = record.eventName === 'MODIFY' ? [...changedAttributes(record)] : [];
    delete prototype[name];

    expect(full).toEqual(clean(order));
    expect(partial).toEqual(clean(withoutTotal));
    expect(Object.keys(partial.newImage).sort()).toEqual(['address', 'lines', 'orderId', 'status']);
    expect(key).toBe('{"orderId":{"N":"7"}}');
    expect(changed).toEqual(['status']);
  });
});

test('afterwards everything is as fast and as right as before', () => {
  expect(read(orders, wire)).toEqual(clean(order));
});

function read(stream: typeof orders, record: typeof wire): { keys: object; newImage: object; oldImage: object } {
  const decoded = stream.decode(record);
  if (decoded.eventName !== 'MODIFY') throw new Error('It is a MODIFY.');
  const { keys, newImage, oldImage } = decoded;
  return { keys, newImage, oldImage };
}

function clean(item: Partial<Order>): object {
  return { keys: { orderId: 7 }, newImage: { ...item, status: 'PAID' }, oldImage: item };
}

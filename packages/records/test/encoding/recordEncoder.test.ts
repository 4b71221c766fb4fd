import { describe, expect, test } from '@jest/globals';
import { compareSequenceNumbers, defineStream, isEncodeError, type LambdaRecord, type } from '../../src/index.ts';

interface Order {
  readonly orderId: string;
  readonly line: number;
  readonly note?: string;
}
const keys = ['orderId', 'line'] as const;
const define = () => defineStream({ item: type<Order>(), keys });
const first = { orderId: 'o-1', line: 1 };
const second = { ...first, note: 'by the door' };

test('a record is what AWS sends, in its order of properties', () => {
  const wire = define().modify(first, second, { createdAt: '2026-05-04T03:02:01.999Z' });

  expect(JSON.stringify(wire, undefined, 1)).toMatchInlineSnapshot(`
"{
 "eventID": "00000000000100000000000000000001",
 "eventName": "MODIFY",
 "eventVersion": "1.1",
 "eventSource": "aws:dynamodb",
 "awsRegion": "us-east-1",
 "dynamodb": {
  "ApproximateCreationDateTime": 1777863721,
  "Keys": {
   "orderId": {
    "S": "o-1"
   },
   "line": {
    "N": "1"
   }
  },
  "NewImage": {
   "orderId": {
    "S": "o-1"
   },
   "line": {
    "N": "1"
   },
   "note": {
    "S": "by the door"
   }
  },
  "OldImage": {
   "orderId": {
    "S": "o-1"
   },
   "line": {
    "N": "1"
   }
  },
  "SequenceNumber": "100000000000000000001",
  "SizeBytes": 63,
  "StreamViewType": "NEW_AND_OLD_IMAGES"
 },
 "eventSourceARN": "arn:aws:dynamodb:us-east-1:123456789012:table/Items/stream/2026-01-01T00:00:00.000"
}"
`);
});

test('a view type has only its images', () => {
  const images = (['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const).map((view) => {
    const { dynamodb } = defineStream({ item: type<Order>(), keys, view }).modify(first, second);
    return Object.keys(dynamodb).filter((name) => name.endsWith('Image'));
  });

  expect(images).toEqual([[], ['NewImage'], ['OldImage'], ['NewImage', 'OldImage']]);
});

// That another test gives the same is in nextSequenceNumber.test.ts.
test('sequence numbers grow, and no two records have the same', () => {
  const series = (): string[] => {
    const stream = define();
    return Array.from({ length: 50 }, () => JSON.stringify(stream.insert(first)));
  };
  const numbers = series().map((text) => (JSON.parse(text) as LambdaRecord).dynamodb.SequenceNumber);

  expect(new Set([...series(), ...series()].map((text) => text.slice(0, 50))).size).toBe(100);
  expect(numbers.toSorted(compareSequenceNumbers)).toEqual(numbers);
});

test('what is said about a record is in it', () => {
  const wire = define().remove(first, {
    sequenceNumber: '4900031',
    eventId: 'e-1',
    createdAt: new Date(5000),
    expiredByTtl: true,
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:210987654321:table/Orders/stream/2026-02-03T04:05:06.789',
  });

  expect(wire).toMatchObject({
    eventID: 'e-1',
    awsRegion: 'eu-west-1',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { SequenceNumber: '4900031', ApproximateCreationDateTime: 5 },
  });
});

describe('what no stream carries', () => {
  test.each<[string, () => unknown]>([
    ['a modification that changes the key', () => define().modify(first, { ...first, line: 2 })],
    ['an item without its key', () => define().insert({ orderId: 'o-1' } as never)],
    ['a value DynamoDB has no type for', () => define().insert({ ...first, note: (() => '') as never })],
  ])('%s', (_, encode) => {
    let caught: unknown;
    try {
      encode();
    } catch (error) {
      caught = error;
    }

    expect(isEncodeError(caught)).toBe(true);
    expect((caught as Error).message).toMatch(/^Item, .+: expected .+, found .+\.$/);
  });
});

// Sizes that AWS reported for such items, so that they are not only our own arithmetic.
test.each([
  [{ Id: 101, Message: 'New item!' }, undefined, ['Id'], 26],
  [{ Id: 101, Message: 'New item!' }, { Id: 101, Message: 'This item has changed' }, ['Id'], 59],
] as const)('the size is what DynamoDB reckons: %j, %j', (oldItem, newItem, [key], size) => {
  const stream = defineStream({ item: type<{ Id: number; Message: string }>(), keys: [key] });

  const wire = newItem === undefined ? stream.insert(oldItem) : stream.modify(oldItem, newItem);

  expect(wire.dynamodb.SizeBytes).toBe(size);
});

test.each<[string, unknown, number]>([
  ['text in UTF-8', 'größe', 7],
  ['a negative number', -1234, 4],
  ['bytes', new Uint8Array(5), 5],
  ['a boolean', true, 1],
  ['null', null, 1],
  ['sets', new Set(['ab', 'c']), 3],
  ['sets of numbers', new Set([1, 22, 333]), 7],
  ['sets of bytes', new Set([new Uint8Array(2)]), 2],
  ['a list', ['ab', true], 3 + 2 + 2 + 1],
  ['a map', { ab: 'c' }, 3 + 1 + 2 + 1],
])('the size of %s', (_, value, size) => {
  const stream = defineStream({ item: type<{ id: string; a: unknown }>(), keys: ['id'], view: 'NEW_IMAGE' });

  // The key is in there twice: `id` and one letter each time; `a` is the name of the attribute.
  expect(stream.insert({ id: '1', a: value }).dynamodb.SizeBytes).toBe(3 + 3 + 1 + size);
});

test.each<[string, object, string]>([
  ['a misspelled option', { seq: '1' }, 'expected only sequenceNumber,eventId,createdAt'],
  ['a sequence number that is a number', { sequenceNumber: 12 }, 'Item, options.sequenceNumber: expected a string of'],
  [
    'a time that is none',
    { createdAt: 'soon' },
    'Item, options.createdAt: expected a Date or the text of one, found "soon"',
  ],
])('%s is refused', (_, options, message) => {
  expect(() => define().insert(first, options as never)).toThrow(message);
});

test('a time without a zone is UTC, wherever the tests run', () => {
  const { dynamodb } = define().insert(first, { createdAt: '2026-05-04T03:02:01' });

  expect(dynamodb.ApproximateCreationDateTime).toBe(Date.UTC(2026, 4, 4, 3, 2, 1) / 1000);
});

import { describe, expect, test } from '@jest/globals';
import { filterWarnings } from '../src/filter/filterWarnings.ts';

function codesOf(pattern: unknown): readonly string[] {
  return warningsOf(pattern).map(({ code }) => code);
}

function warningsOf(pattern: unknown): ReturnType<typeof filterWarnings> {
  return filterWarnings({ Filters: [{ Pattern: typeof pattern === 'string' ? pattern : JSON.stringify(pattern) }] });
}

const inNewImage = (attributes: unknown): unknown => ({ dynamodb: { NewImage: attributes } });

describe('filterWarnings', () => {
  test.each([
    { eventName: ['INSERT', 'MODIFY'] },
    { eventName: ['REMOVE'], userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] } },
    { eventSource: ['aws:dynamodb'], awsRegion: [{ prefix: 'eu-' }] },
    { dynamodb: { Keys: { pk: { S: [{ prefix: 'order#' }] } } } },
    { dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }], SizeBytes: [{ numeric: ['<', 100] }] } },
    { dynamodb: { StreamViewType: ['NEW_IMAGE'], SequenceNumber: ['1'] } },
    inNewImage({ n: { N: ['101', { prefix: '10' }, { 'anything-but': '7' }] } }),
    inNewImage({ gift: { BOOL: [true] }, coupon: { NULL: [true] }, tags: { SS: ['vip'] }, marks: { NS: ['2'] } }),
    inNewImage({ ship: { M: { city: { S: ['Lyon'] } } }, lines: { L: { M: { sku: { S: ['A'] } } } } }),
    inNewImage({ status: { S: [{ 'anything-but': ['PAID'] }, { exists: false }] } }),
    inNewImage({ 'with.dot': { S: ['x'] } }),
    { 'dynamodb.NewImage.status.S': ['PAID'] },
    { eventName: ['REMOVE'], dynamodb: { NewImage: { status: { S: [{ exists: false }] } } } },
    { $or: [{ eventName: ['INSERT'] }, { dynamodb: { OldImage: { status: { S: ['OPEN'] } } } }] },
  ])('says nothing about %j', (pattern) => {
    expect(warningsOf(pattern)).toEqual([]);
  });

  test.each([
    ['NumericOnText', inNewImage({ n: { N: [{ numeric: ['>', 5] }] } })],
    ['NumericOnText', inNewImage({ n: { N: [101] } })],
    ['NumericOnText', { dynamodb: { SequenceNumber: [{ numeric: ['>', 5] }] } }],
    ['TypeMismatch', inNewImage({ n: { N: [{ 'anything-but': [3] }] } })],
    ['TypeMismatch', inNewImage({ gift: { BOOL: ['true'] } })],
    ['TypeMismatch', inNewImage({ coupon: { NULL: [null] } })],
    ['TypeMismatch', { dynamodb: { SizeBytes: [{ prefix: '1' }] } }],
    ['TypeMismatch', { eventName: [null] }],
    ['ImpossibleValue', inNewImage({ coupon: { NULL: [false] } })],
    ['ImpossibleValue', { eventName: ['insert'] }],
    ['ImpossibleValue', { eventSource: ['aws:sqs'] }],
    ['MissingTypeLetter', inNewImage({ status: ['PAID'] })],
    ['MissingTypeLetter', inNewImage({ ship: { city: { S: ['Lyon'] } } })],
    ['MissingTypeLetter', inNewImage({ lines: { L: { 0: { S: ['x'] } } } })],
    ['NotALeaf', inNewImage({ status: [{ exists: true }] })],
    ['NotALeaf', inNewImage({ status: [{ exists: false }] })],
    ['NotALeaf', { dynamodb: { OldImage: [{ exists: true }] } }],
    ['NotALeaf', inNewImage({ lines: { L: [{ exists: true }] } })],
    ['NotALeaf', inNewImage({ status: { S: { S: ['x'] } } })],
    ['NotALeaf', { userIdentity: [{ exists: true }] }],
    ['UnknownField', { tenant: ['x'] }],
    ['UnknownField', { dynamodb: { Newimage: { a: { S: ['x'] } } } }],
    ['UnknownField', { userIdentity: { Type: ['Service'] } }],
    ['ImageNeverThere', { eventName: ['REMOVE'], dynamodb: { NewImage: { a: { S: ['x'] } } } }],
    ['ImageNeverThere', { eventName: ['INSERT'], dynamodb: { OldImage: { a: { S: ['x'] } } } }],
    ['LeafReplaced', '{"eventName":["INSERT"],"eventName":["MODIFY"]}'],
  ])('%s: %j', (code, pattern) => {
    expect(codesOf(pattern)).toEqual([code]);
  });

  test('says where, what happens and what to write', () => {
    const [numeric] = warningsOf(inNewImage({ qty: { N: [{ numeric: ['>', 5] }] } }));
    const [existence] = warningsOf(inNewImage({ status: [{ exists: false }] }));

    expect(numeric?.message).toBe(
      'Filters[0], dynamodb.NewImage.qty.N: the number of an attribute is text in a record, so comparing it with a number never matches. Compare with strings, as in ["101"], or filter inside the function.',
    );
    expect(existence?.message).toBe(
      'Filters[0], dynamodb.NewImage.status: this is an object, and tests look at values only, so every record matches. Go on to its type letter, as in {"status":{"S":[…]}}.',
    );
  });

  test('says once what the branches of a $or share', () => {
    expect(codesOf({ tenant: ['x'], $or: [{ eventName: ['INSERT'] }, { eventName: ['MODIFY'] }] })).toEqual([
      'UnknownField',
    ]);
  });

  test('mentions the quota from the sixth filter on', () => {
    const filters = (count: number): readonly { Pattern: string }[] =>
      Array.from({ length: count }, () => ({ Pattern: '{"eventName":["INSERT"]}' }));

    expect(filterWarnings({ Filters: filters(5) })).toEqual([]);
    expect(filterWarnings({ Filters: filters(6) }).map(({ code }) => code)).toEqual(['FilterQuota']);
  });

  test('says nothing without filters', () => {
    expect(filterWarnings(undefined)).toEqual([]);
    expect(filterWarnings({ Filters: [] })).toEqual([]);
  });
});

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
    { eventID: [{ exists: true }], eventVersion: ['1.1'], eventSourceARN: [{ prefix: 'arn:aws:dynamodb:' }] },
    { dynamodb: { Keys: { pk: { S: [{ prefix: 'order#' }] } } } },
    { dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }], SizeBytes: [{ numeric: ['<', 100] }] } },
    { dynamodb: { StreamViewType: ['NEW_IMAGE'], SequenceNumber: ['1'] } },
    inNewImage({ n: { N: ['101', { prefix: '10' }, { 'anything-but': '7' }] } }),
    inNewImage({ gift: { BOOL: [true] }, coupon: { NULL: [true] }, tags: { SS: ['vip'] }, marks: { NS: ['2'] } }),
    inNewImage({ ship: { M: { city: { S: ['Lyon'] } } }, lines: { L: { M: { sku: { S: ['A'] } } } } }),
    inNewImage({ status: { S: [{ 'anything-but': ['PAID'] }, { exists: false }] } }),
    inNewImage({ 'with.dot': { S: ['x'] } }),
    inNewImage({ photo: { B: ['AQ=='] }, photos: { BS: [{ prefix: 'AQ' }] } }),
    { dynamodb: { SizeBytes: [5, { 'anything-but': [7] }] } },
    { eventName: ['MODIFY'], dynamodb: { NewImage: { a: { S: ['x'] } }, OldImage: { a: { S: ['y'] } } } },
    { eventName: ['INSERT', 'REMOVE'], dynamodb: { NewImage: { a: { S: ['x'] } } } },
    { eventName: [{ prefix: 'REM' }], dynamodb: { NewImage: { a: { S: ['x'] } } } },
    { eventName: ['REMOVE'], dynamodb: { NewImage: { a: { S: ['x', { exists: false }] } } } },
    { 'dynamodb.NewImage.status.S': ['PAID'] },
    { eventName: ['REMOVE'], dynamodb: { NewImage: { status: { S: [{ exists: false }] } } } },
    { $or: [{ eventName: ['INSERT'] }, { dynamodb: { OldImage: { status: { S: ['OPEN'] } } } }] },
  ])('says nothing about %j', (pattern) => {
    expect(warningsOf(pattern)).toEqual([]);
  });

  test.each([
    ['numericOnText', inNewImage({ n: { N: [{ numeric: ['>', 5] }] } })],
    ['numericOnText', inNewImage({ n: { N: [101] } })],
    ['numericOnText', { dynamodb: { SequenceNumber: [{ numeric: ['>', 5] }] } }],
    ['typeMismatch', inNewImage({ n: { N: [{ 'anything-but': [3] }] } })],
    ['typeMismatch', inNewImage({ gift: { BOOL: ['true'] } })],
    ['typeMismatch', inNewImage({ coupon: { NULL: [null] } })],
    ['typeMismatch', { dynamodb: { SizeBytes: [{ prefix: '1' }] } }],
    ['typeMismatch', { eventName: [null] }],
    ['impossibleValue', inNewImage({ coupon: { NULL: [false] } })],
    ['impossibleValue', { eventName: ['insert'] }],
    ['impossibleValue', { eventSource: ['aws:sqs'] }],
    ['missingTypeLetter', inNewImage({ status: ['PAID'] })],
    ['missingTypeLetter', inNewImage({ ship: { city: { S: ['Lyon'] } } })],
    ['missingTypeLetter', inNewImage({ lines: { L: { 0: { S: ['x'] } } } })],
    ['notALeaf', inNewImage({ status: [{ exists: true }] })],
    ['notALeaf', inNewImage({ status: [{ exists: false }] })],
    ['notALeaf', { dynamodb: { OldImage: [{ exists: true }] } }],
    ['notALeaf', inNewImage({ lines: { L: [{ exists: true }] } })],
    ['notALeaf', inNewImage({ status: { S: { S: ['x'] } } })],
    ['notALeaf', { userIdentity: [{ exists: true }] }],
    ['notALeaf', { dynamodb: [{ exists: true }] }],
    ['unknownField', { tenant: ['x'] }],
    ['unknownField', { dynamodb: { Newimage: { a: { S: ['x'] } } } }],
    ['unknownField', { userIdentity: { Type: ['Service'] } }],
    ['imageNeverThere', { eventName: ['REMOVE'], dynamodb: { NewImage: { a: { S: ['x'] } } } }],
    ['imageNeverThere', { eventName: ['INSERT'], dynamodb: { OldImage: { a: { S: ['x'] } } } }],
    ['leafReplaced', '{"eventName":["INSERT"],"eventName":["MODIFY"]}'],
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

  test('says that every record matches when one of several tests is for absence', () => {
    const [place] = warningsOf(inNewImage({ status: ['PAID', { exists: false }] }));

    expect(place).toMatchObject({ code: 'notALeaf', message: expect.stringContaining('so every record matches') });
  });

  test('says once what the branches of a $or share', () => {
    expect(codesOf({ tenant: ['x'], $or: [{ eventName: ['INSERT'] }, { eventName: ['MODIFY'] }] })).toEqual([
      'unknownField',
    ]);
  });

  test('mentions the quota from the sixth filter on', () => {
    const filters = (count: number): readonly { Pattern: string }[] =>
      Array.from({ length: count }, () => ({ Pattern: '{"eventName":["INSERT"]}' }));

    expect(filterWarnings({ Filters: filters(5) })).toEqual([]);
    expect(filterWarnings({ Filters: filters(6) }).map(({ code }) => code)).toEqual(['filterQuota']);
  });

  test('says nothing without filters', () => {
    expect(filterWarnings(undefined)).toEqual([]);
    expect(filterWarnings({ Filters: [] })).toEqual([]);
  });
});

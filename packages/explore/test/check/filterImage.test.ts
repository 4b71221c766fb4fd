import { expect, test } from '@jest/globals';
import { explainFilters } from '@millrace/simulator';
import { filterImage } from '../../src/check/filterImage.ts';
import { recordFromKeys } from '../../src/check/madeRecords.ts';

test.each([
  [{ NewImage: { kind: { S: ['order', 'refund'] } } }],
  [{ Keys: { id: { S: [{ prefix: 'o-' }] } } }],
  [{ NewImage: { kind: { S: [{ suffix: '!' }] }, open: { BOOL: [true] } } }],
  [{ NewImage: { kind: { S: [{ 'equals-ignore-case': 'OrDer' }] } } }],
  [{ NewImage: { kind: { S: [{ 'anything-but': 'anything' }] } } }],
  [{ NewImage: { kind: { S: [{ 'anything-but': ['test', 'anything', 'anything-test'] }] } } }],
  [{ NewImage: { kind: { S: [{ exists: true }] }, gone: { S: [{ exists: false }] } } }],
  [{ NewImage: { total: { M: { cents: { N: ['700'] } } } } }],
])('a record with what %j asks for passes it', (dynamodb) => {
  const criteria = { Filters: [{ Pattern: JSON.stringify({ dynamodb }) }] };
  const record = recordFromKeys({ id: 'S' }, 'NEW_AND_OLD_IMAGES', filterImage(criteria));

  expect(explainFilters(criteria)(record).passes).toBe(true);
});

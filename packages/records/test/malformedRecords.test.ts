import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as z from 'zod';
import { defineStream, isDecodeError, type WireRecord } from '../src/index.ts';

const item = z.object({ id: z.string(), n: z.number().optional(), tags: z.set(z.string()).optional() });
const streams = [
  defineStream({ item, keys: ['id'], eager: true }),
  defineStream({
    entities: { item },
    discriminator: ({ id }) => String(id),
    keys: ['id'],
    eager: true,
    unknownEntity: 'undecoded',
  }),
  defineStream({ item, keys: ['id'], view: 'KEYS_ONLY', numbers: 'bigint', eager: true }),
];

// Mostly right, so that the wrong part is met in every place, and wrong in every way JSON can be.
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(undefined),
  fc.constantFrom<unknown>(1n, Symbol('x'), new Date(Number.NaN)),
);
const mostly = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: right, weight: 8 }, { arbitrary: junk, weight: 1 });
const tag = fc.constantFrom(
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'M',
  'L',
  'SS',
  'NS',
  'BS',
  's',
  'X',
  '$unknown',
  '__proto__',
);
const { attribute } = fc.letrec((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({ S: mostly(fc.string()) }),
    fc.record({ N: mostly(fc.constantFrom('1', '-2.5', '1e40', '0.12345678901234567890', 'x')) }),
    fc.record({ B: mostly(fc.constantFrom('YQ==', 'YQ', '')) }),
    fc.dictionary(tag, mostly(tie('attribute')), { maxKeys: 2, noNullPrototype: true }),
    fc.record({ L: mostly(fc.array(mostly(tie('attribute')), { maxLength: 3 })) }),
    fc.record({
      M: mostly(fc.dictionary(fc.string(), mostly(tie('attribute')), { maxKeys: 3, noNullPrototype: true })),
    }),
    fc.record({ NS: mostly(fc.array(mostly(fc.constantFrom('1', '2')), { maxLength: 3 })) }),
    fc.record({ BS: mostly(fc.array(mostly(fc.constant('YQ==')), { maxLength: 2 })) }),
  ),
}));
const image = fc.record(
  {
    id: mostly(fc.constant({ S: '1' })),
    n: mostly(attribute),
    tags: mostly(fc.constant({ SS: ['a'] })),
    other: attribute,
  },
  { requiredKeys: ['id'] },
);
const wire = mostly(
  fc.record({
    eventID: mostly(fc.string()),
    eventName: mostly(fc.constantFrom('INSERT', 'MODIFY', 'REMOVE')),
    awsRegion: mostly(fc.constant('eu-west-1')),
    userIdentity: junk,
    dynamodb: mostly(
      fc.record({
        ApproximateCreationDateTime: mostly(fc.constantFrom<unknown>(1700000000, 1.7e12, '1.7E9', new Date(0))),
        Keys: mostly(fc.record({ id: mostly(fc.constant({ S: '1' })) })),
        NewImage: mostly(image),
        OldImage: mostly(image),
        SequenceNumber: mostly(fc.constantFrom('1', '000012', '9'.repeat(40))),
        StreamViewType: mostly(fc.constant('NEW_AND_OLD_IMAGES')),
      }),
    ),
  }),
);

test('each of 100 000 malformed records decodes or gives a DecodeError with a path, and stays as it was', () => {
  const reasons = new Map<string, number>();
  const count = (reason: string): void => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1);

  fc.assert(
    fc.property(wire, fc.nat(streams.length - 1), (record, which) => {
      const before = asText(record);
      try {
        const decoded = streams[which]?.decode(record as WireRecord);
        void [decoded?.expiredByTtl, decoded?.replicated];
        count('decoded');
      } catch (error) {
        if (!isDecodeError(error)) throw error;
        if (!Array.isArray(error.path) || error.expected === '' || error.found === '') throw error;
        count(error.reason);
      }
      if (before !== asText(record)) throw new Error('The record was changed.');
    }),
    { seed: 42, numRuns: 100_000 },
  );

  // The generator reaches every corner: if a reason is missing here, the test above proves less than it says.
  expect([...reasons.keys()].toSorted()).toEqual(
    [
      'base64',
      'camel-case',
      'decoded',
      'event-name',
      'missing',
      'not-a-record',
      'number',
      'schema',
      'sequence-number',
      'timestamp',
      'type-tag',
      'unmarshalled',
      'value',
    ].toSorted(),
  );
}, 120_000);

function asText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' || typeof inner === 'symbol' || inner === undefined ? String(inner) : inner,
  );
}

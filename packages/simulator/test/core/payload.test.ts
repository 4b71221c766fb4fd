import { expect, test } from '@jest/globals';
import { fittingRecords, isTooLarge } from '../../src/core/payload.ts';
import { rulesWith, streamRecord } from './leafFixtures.ts';

const envelopeBytes = '{"Records":[]}'.length;
/** Three records of 100 bytes, of which nobody knew that they are so small before they were measured. */
const records = [0, 1, 2].map((position) => streamRecord(position, { payloadBytesAtMost: 300 }));

test.each([
  { count: 1, bytes: 100 },
  { count: 2, bytes: 100 + 1 + 100 },
  { count: 3, bytes: 100 + 1 + 100 + 1 + 100 },
])(
  'S8: an event of $count records may have all of the limit, commas included, and no byte more',
  ({ count, bytes }) => {
    const batch = records.slice(0, count);
    const limitedTo = (room: number) => rulesWith({ semantics: { payloadLimitBytes: envelopeBytes + room } });

    expect(isTooLarge(batch, undefined, limitedTo(bytes))).toBe(false);
    expect(isTooLarge(batch, undefined, limitedTo(bytes - 1))).toBe(true);
    expect(fittingRecords(batch, 3, undefined, limitedTo(bytes))).toBe(count);
    expect(fittingRecords(batch, 3, undefined, limitedTo(bytes - 1))).toBe(Math.max(1, count - 1));
  },
);

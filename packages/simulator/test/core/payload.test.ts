import { expect, test } from '@jest/globals';
import { fittingRecords, isTooLarge, roomForRecords, windowFieldBytes } from '../../src/core/payload.ts';
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
    const limitedTo = (room: number) =>
      roomForRecords(0, undefined, undefined, rulesWith({ semantics: { payloadLimitBytes: envelopeBytes + room } }));

    expect(isTooLarge(batch, limitedTo(bytes))).toBe(false);
    expect(isTooLarge(batch, limitedTo(bytes - 1))).toBe(true);
    expect(fittingRecords(batch, 3, limitedTo(bytes))).toBe(count);
    expect(fittingRecords(batch, 3, limitedTo(bytes - 1))).toBe(Math.max(1, count - 1));
  },
);

test('S8: the room beside the fields of a window is what their JSON leaves, names of other alphabets included', () => {
  const rules = rulesWith({ tumblingWindowMs: 10_000, semantics: { payloadLimitBytes: 10_000 } });
  const [shardId, eventSourceARN] = ['shard-"☃"', 'arn:aws:dynamodb:eu-west-1:1:table/ä/stream/1'];
  const state = { note: 'ß' };
  const stateBytes = Buffer.byteLength(JSON.stringify(state));
  const window = { startMs: 0, endMs: 10_000, state, stateBytes, opensAfter: undefined, hasProcessed: true };

  for (const final of [undefined, { dueAtMs: 0, isTerminatedEarly: false }, { dueAtMs: 0, isTerminatedEarly: true }]) {
    const event = {
      Records: [],
      shardId,
      eventSourceARN,
      window: { start: '1970-01-01T00:00:00Z', end: '1970-01-01T00:00:10Z' },
      state,
      isFinalInvokeForWindow: final !== undefined,
      isWindowTerminatedEarly: final?.isTerminatedEarly === true,
    };

    expect(roomForRecords(windowFieldBytes(shardId, eventSourceARN), window, final, rules)).toBe(
      10_000 - Buffer.byteLength(JSON.stringify(event)),
    );
  }
});

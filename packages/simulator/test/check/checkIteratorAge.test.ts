import { expect, test } from '@jest/globals';
import { checkIteratorAge, simulate } from '@millrace/simulator';
import { wireRecord } from './wireRecord.ts';

test('the worst call of each shard that fell behind is found, and no other', async () => {
  const trace = await simulate({
    handler: () => undefined,
    shards: {
      slow: { records: [wireRecord(1, 'a'), wireRecord(2, 'a'), wireRecord(3, 'a')] },
      fast: { records: [wireRecord(4, 'b')] },
    },
    mapping: { StartingPosition: 'TRIM_HORIZON', BatchSize: 1 },
    invocationDurationMs: ({ shardId }) => (shardId === 'slow' ? 1000 : 10),
  });

  expect(checkIteratorAge(trace, 3001)).toEqual([]);
  expect(checkIteratorAge(trace, 3000)).toEqual([
    {
      code: 'iteratorTooOld',
      message: 'The iterator age of slow reached 3 s (invocation 3), expected less than 3 s.',
      shardId: 'slow',
      sequenceNumbers: ['3'],
      eventIndexes: [trace.events.findIndex((event) => event.type === 'invocationEnded' && event.index === 3)],
    },
  ]);
  expect(checkIteratorAge(trace, 10).map(({ shardId }) => shardId)).toEqual(['fast', 'slow']);
});

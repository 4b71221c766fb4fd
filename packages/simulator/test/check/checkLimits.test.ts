import { describe, expect, test } from '@jest/globals';
import { checkLimits, type Trace } from '@millrace/simulator';
import { story } from './story.ts';

function codes(trace: Trace, facts = {}): readonly string[] {
  return checkLimits(trace, facts).map(({ code, eventIndexes }) => `${code} ${eventIndexes.join(' ')}`);
}

describe('a batch', () => {
  test('holds as many records as the BatchSize that is in force, and no more', () => {
    const s = story({ mapping: { BatchSize: 2 } });
    s.read('1:a 2:b 3:c 4:d 5:e');
    s.call('A', '1 2');
    s.end('A');
    s.update({ BatchSize: 1 });
    s.call('B', '3 4');
    s.end('B');
    s.update({ BatchSize: 3 });
    s.call('C', '3 4 5');

    expect(codes(s.trace())).toEqual(['batchTooLarge 4']);
  });

  test('ascends, holds each record once, and only records of its shard', () => {
    const s = story({ shards: { s: [], t: [] } });
    s.read('1:a 2:b');
    s.read('3:c', { shard: 't' });
    s.call('A', '2 1');
    s.end('A');
    s.call('B', '2 2');
    s.end('B');
    s.call('C', '1 3');

    expect(codes(s.trace())).toEqual(['batchOutOfOrder 2', 'batchOutOfOrder 4', 'batchOfOtherShard 6']);
  });

  test('stays within one tumbling window, whose end is not part of it', () => {
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:01:00Z' };
    const s = story({ mapping: { TumblingWindowInSeconds: 60 } });
    s.read('1:a@0 2:b@59 3:c@60');
    s.call('A', '1 2', 1, { window });
    s.end('A');
    s.call('B', '2 3', 1, { window });
    s.end('B');
    s.call('C', '', 1, { window, isFinalInvokeForWindow: true });

    expect(codes(s.trace())).toEqual(['batchOutsideWindow 3']);
  });

  test('is empty for the final call of a window only, and there always', () => {
    const s = story();
    s.read('1:a');
    s.call('A', '');
    s.end('A');
    s.call('B', '1', 1, { isFinalInvokeForWindow: true });

    expect(codes(s.trace())).toEqual(['emptyBatch 1', 'emptyBatch 3']);
  });

  test('fits into the payload limit, by sizes that the test knows', () => {
    const s = story({ semantics: { payloadLimitBytes: 35 } });
    s.read('1:a 2:b 3:c');
    s.call('A', '1 2');
    s.end('A');
    s.call('B', '3');
    s.end('B');

    expect(codes(s.trace(), { payloadBytesOf: () => 10 })).toEqual([]);
    expect(codes(s.trace(), { payloadBytesOf: () => 11 })).toEqual(['payloadTooLarge 1']);
  });

  test('of several records is never refused for its size, a single record may be', () => {
    const s = story();
    s.read('1:a 2:b');
    s.reject('A', '1', 1, 'payloadTooLarge');
    s.reject('B', '1 2', 1, 'payloadTooLarge');

    expect(codes(s.trace())).toEqual(['payloadTooLarge 2']);
  });
});

test('a lane has one call at a time, and there are as many lanes as the ParallelizationFactor', () => {
  const s = story({ mapping: { ParallelizationFactor: 2 } });
  s.read('1:a 2:b 3:c 4:d');
  s.call('A', '1', 1, { lane: 0 });
  s.call('B', '2', 1, { lane: 1 });
  s.call('C', '3', 1, { lane: 2 });
  s.call('D', '4', 1, { lane: 1 });

  expect(codes(s.trace())).toEqual(['tooManyCalls 3', 'tooManyCalls 2 4']);
});

import { describe, expect, test } from '@jest/globals';
import { checkInvoked } from '@millrace/simulator';
import { story } from './story.ts';

describe('what is expected of invocations', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('1:a 2:b');
  s.read('5:c', { shard: 't' });
  s.reject('A', '1 2', 1);
  s.call('A', '1 2', 2);
  s.cut('A', '2', 'B');
  s.call('B', '2');
  s.end('B');
  s.call('C', '5', 1, { shard: 't' });
  s.end('C');
  const trace = s.trace();
  const messages = (expected?: Parameters<typeof checkInvoked>[1]) => {
    return checkInvoked(trace, expected).map(({ message }) => message);
  };

  test('may be a number of times, which throttled tries do not count to', () => {
    expect(messages(3)).toEqual([]);
    expect(messages(4)).toEqual(['The function was invoked 3 times, expected 4 times.']);
    expect(messages(0)).toEqual(['The function was invoked 3 times, expected never.']);
  });

  test('may be the batches in their order', () => {
    expect(messages([['1', '2'], ['02'], ['5']])).toEqual([]);
    expect(messages([['1', '2'], ['1'], ['5'], ['6']])).toEqual([
      'Invocation 1 held [2], expected [1].',
      'Invocation 3 is missing: expected [6], and the function was invoked 3 times.',
    ]);
    expect(messages([['1', '2'], ['2']])).toEqual(['Invocation 2 held [5], one invocation too many.']);
  });

  test('may be how often a record, or a shard, was in a call', () => {
    expect(messages({ sequenceNumber: '2', times: 2 })).toEqual([]);
    expect(messages({ shardId: 't' })).toEqual([]);
    expect(messages({ sequenceNumber: '2', shardId: 't' })).toEqual([
      'The function was never invoked with record 2 from t, expected at least once.',
    ]);
  });

  test('is at least one call when nothing is said', () => {
    expect(messages()).toEqual([]);
    expect(checkInvoked(story().trace())).toHaveLength(1);
  });
});

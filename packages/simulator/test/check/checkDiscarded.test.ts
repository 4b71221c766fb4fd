import { describe, expect, test } from '@jest/globals';
import { checkDiscarded } from '@millrace/simulator';
import { story } from './story.ts';

describe('a list of discarded records', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('1:a 02:b 3:c');
  s.read('1:d', { shard: 't' });
  s.call('A', '1 02 3');
  s.cut('A', '02', 'B');
  s.call('B', '02 3');
  s.end('B', 'functionError');
  s.discard('B', '02 3', 1);
  s.document('02 3');
  s.discard('C', '1', 1, 'RecordAgeExceeded', { shard: 't' });
  const trace = s.trace();
  const all = ['2', { sequenceNumber: '3' }, { sequenceNumber: '1', shardId: 't' }];
  const messages = (expected: Parameters<typeof checkDiscarded>[1]) => {
    return checkDiscarded(trace, expected).map(({ code, message }) => `${code}: ${message}`);
  };

  test('holds when it names exactly these, in any order, leading zeros aside', () => {
    expect(messages(all)).toEqual([]);
    expect(messages([...all].reverse())).toEqual([]);
    expect(messages(['1', '002', '3'])).toEqual([]);
  });

  test('finds what was discarded beside it', () => {
    expect(messages(all.slice(0, 2))).toEqual([
      'unexpectedDiscard: Record 1 of t was discarded (RecordAgeExceeded) and is not in the list.',
    ]);
  });

  test('says what became of a record that was not discarded', () => {
    expect(messages([...all, '7', { sequenceNumber: '1', shardId: 's' }])).toEqual([
      'notDiscarded: Record 7 was not discarded: no such record was read.',
      'notDiscarded: Record 1 of s was not discarded: it was processed.',
    ]);
  });

  test('compares the condition where one is given', () => {
    const expected = { sequenceNumber: '1', shardId: 't', condition: 'RetryAttemptsExhausted' } as const;

    expect(messages(['2', '3', expected])).toEqual([
      'otherCondition: Record 1 of t was discarded for RecordAgeExceeded, not for RetryAttemptsExhausted.',
    ]);
  });
});

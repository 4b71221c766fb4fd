import { describe, expect, test } from '@jest/globals';
import { checkInvoked, checkRead, type ExpectedRead } from '@millrace/simulator';
import { story } from './story.ts';

describe('a record or a shard that a trace does not know', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('1:a 02:b 3:c 5:d');
  s.read('4:c', { shard: 't' });
  s.read('1:a 02:b');
  const trace = s.trace();
  const messages = (...expected: readonly ExpectedRead[]) => {
    return checkRead(trace, expected).map(({ code, message }) => `${code}: ${message}`);
  };

  test('is none of those that were read, zeros aside', () => {
    expect(messages({ sequenceNumber: '2' }, { sequenceNumber: '004', shardId: 't' }, { shardId: 't' }, {})).toEqual(
      [],
    );
  });

  test('is found, with what was read instead', () => {
    expect(messages({ sequenceNumber: '0' })).toEqual([
      'notRead: No record 0 was read: the run read [1 … 5] (4) of s, [4] of t.',
    ]);
    expect(messages({ sequenceNumber: '1', shardId: 't' })).toEqual([
      'notRead: No record 1 of t was read: the run read [4] of t.',
    ]);
    expect(messages({ sequenceNumber: '4', shardId: 's' })).toEqual([
      'notRead: No record 4 of s was read: the run read [1 … 5] (4) of s.',
    ]);
    expect(messages({ shardId: 'v' })).toEqual(['notRead: The stream has no shard v: it has s, t.']);
  });

  test('is none that may wait behind what was read, of either shard', () => {
    expect(messages({ sequenceNumber: '6' }, { sequenceNumber: '5', shardId: 't' })).toEqual([]);
  });

  test('is found where nothing was read', () => {
    expect(checkRead(story().trace(), [{ sequenceNumber: '7' }]).map(({ message }) => message)).toEqual([
      'No record 7 was read: the run read nothing.',
    ]);
  });

  test('is not taken for one that was never in a call', () => {
    expect(checkInvoked(trace, { sequenceNumber: '3', times: 0 })).toEqual([]);
    expect(checkInvoked(trace, { sequenceNumber: '0', times: 0 }).map(({ code }) => code)).toEqual(['notRead']);
    expect(checkInvoked(trace, { times: 0 })).toEqual([]);
  });
});

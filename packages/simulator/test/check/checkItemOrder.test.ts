import { describe, expect, test } from '@jest/globals';
import { checkItemOrder, type Trace } from '@millrace/simulator';
import { story } from './story.ts';

function codes(trace: Trace): readonly string[] {
  return checkItemOrder(trace).map(({ code, sequenceNumbers }) => `${code} ${sequenceNumbers.join(' ')}`);
}

describe('the order of an item is kept', () => {
  test('by a batch that is sent again whole', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('A', '1 2');
    s.end('A', 'functionError');
    s.call('A', '1 2', 2);
    s.end('A');

    expect(codes(s.trace())).toEqual([]);
  });

  test('by the rest behind a partial failure', () => {
    const s = story();
    s.read('1:a 2:a 3:a');
    s.call('A', '1 2 3');
    s.cut('A', '2', 'B');
    s.call('B', '2 3');
    s.end('B');

    expect(codes(s.trace())).toEqual([]);
  });

  test('by the halves of a split, also when both hold the item', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('A', '1 2');
    s.end('A', 'timeout');
    s.split('1', '2');
    s.call('B', '1');
    s.end('B', 'functionError');
    s.discard('B', '1');
    s.call('C', '2');
    s.end('C');

    expect(codes(s.trace())).toEqual([]);
  });

  test('when a record is discarded before it was ever delivered', () => {
    const s = story();
    s.read('1:a 2:a');
    s.discard('A', '1', 1, 'RecordAgeExceeded');
    s.call('A', '2');
    s.end('A');

    expect(codes(s.trace())).toEqual([]);
  });

  test('in lanes that work on different items at once', () => {
    const s = story();
    s.read('1:a 2:b 3:a 4:b');
    s.call('B', '2 4', 1, { lane: 1 });
    s.call('A', '1 3', 1, { lane: 0 });
    s.end('B');
    s.end('A');

    expect(codes(s.trace())).toEqual([]);
  });

  test('between shards that do not descend from each other', () => {
    const s = story({ shards: { s: [], t: [] } });
    s.read('1:a');
    s.read('2:a', { shard: 't' });
    s.call('B', '2', 1, { shard: 't' });
    s.end('B');
    s.call('A', '1');
    s.end('A');

    expect(codes(s.trace())).toEqual([]);
  });

  test('from a parent shard to its child, where sequence numbers may begin anew', () => {
    const s = story({ shards: { s: [], 's.0': ['s'] } });
    s.read('9:a');
    s.call('A', '9');
    s.end('A');
    s.read('1:a', { shard: 's.0' });
    s.call('B', '1', 1, { shard: 's.0' });
    s.end('B');

    expect(codes(s.trace())).toEqual([]);
  });

  test('when sequence numbers differ in length: they are numbers, not texts', () => {
    const s = story();
    s.read('9:a 10:a');
    s.call('A', '9');
    s.end('A');
    s.call('B', '10');
    s.end('B');

    expect(codes(s.trace())).toEqual([]);
  });
});

describe('the order of an item is broken', () => {
  test('when a later record is delivered first', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('B', '2');
    s.end('B', 'functionError');
    s.call('A', '1');

    expect(checkItemOrder(s.trace())).toEqual([
      {
        code: 'deliveredOutOfOrder',
        message:
          'Record 1 of s was first delivered (invocation 1) after record 2, a later change of the same item (invocation 0).',
        shardId: 's',
        sequenceNumbers: ['1', '2'],
        eventIndexes: [1, 3],
      },
    ]);
  });

  test('when a batch holds the records the wrong way round', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('A', '2 1');

    expect(codes(s.trace())).toEqual(['deliveredOutOfOrder 1 2']);
  });

  test('when a record comes again after a later one was processed', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('A', '1 2');
    s.end('A');
    s.read('1:a 2:a');
    s.call('B', '1 2');

    expect(checkItemOrder(s.trace())).toEqual([
      {
        code: 'steppedBack',
        message:
          'Record 1 of s was delivered again (invocation 1) after record 2, a later change of the same item, had been processed (invocation 0): the item steps back.',
        shardId: 's',
        sequenceNumbers: ['1', '2'],
        eventIndexes: [2, 4],
      },
    ]);
  });

  test('when two calls hold the item at the same time', () => {
    const s = story();
    s.read('1:a 2:a');
    s.call('A', '1', 1, { lane: 0 });
    s.call('B', '2', 1, { lane: 1 });
    s.end('A');
    s.end('B');

    expect(codes(s.trace())).toEqual(['itemInTwoCalls 1 2']);
  });

  test('when a child shard begins before its parent’s record was delivered', () => {
    const s = story({ shards: { s: [], 's.0': ['s'], 's.0.0': ['s.0'] } });
    s.read('1:a');
    s.read('2:a', { shard: 's.0.0' });
    s.call('B', '2', 1, { shard: 's.0.0' });
    s.end('B');
    s.call('A', '1');

    expect(codes(s.trace())).toEqual(['deliveredOutOfOrder 1']);
  });
});

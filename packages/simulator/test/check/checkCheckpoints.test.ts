import { expect, test } from '@jest/globals';
import { checkCheckpoints, type Trace } from '@millrace/simulator';
import { story } from './story.ts';

function codes(trace: Trace): readonly string[] {
  return checkCheckpoints(trace).map(({ code, sequenceNumbers }) => `${code} ${sequenceNumbers.join(' ')}`);
}

test('a checkpoint behind processed, discarded and skipped records is right', () => {
  const s = story();
  s.read('1:a 2:b 3:c 4:d');
  s.skip('2');
  s.call('A', '1 3 4');
  s.cut('A', '3', 'B');
  s.checkpoint('2');
  s.discard('B', '3');
  s.checkpoint('3');
  s.call('B', '4');
  s.end('B');
  s.checkpoint('4');

  expect(codes(s.trace())).toEqual([]);
});

test('a checkpoint may not pass a record that waits, is under way or failed', () => {
  const s = story();
  s.read('1:a 2:b 3:c');
  s.call('A', '2', 1, { lane: 1 });
  s.end('A');
  s.call('B', '1');
  s.end('B', 'functionError');
  s.checkpoint('2');

  expect(codes(s.trace())).toEqual(['checkpointPassedUnsettled 1']);
});

test('a checkpoint may not move back or stand still', () => {
  const s = story();
  s.read('1:a 2:b');
  s.skip('1 2');
  s.checkpoint('2');
  s.checkpoint('2');
  s.checkpoint('1');

  expect(codes(s.trace())).toEqual(['checkpointMovedBack 2', 'checkpointMovedBack 1']);
});

test('a checkpoint may not stand behind what was read', () => {
  const s = story();
  s.checkpoint('1');
  s.read('1:a');
  s.skip('1');
  s.checkpoint('2');

  expect(codes(s.trace())).toEqual(['checkpointPassedUnread 1', 'readBehindCheckpoint 1', 'checkpointPassedUnread 2']);
});

test('reading goes on behind the checkpoint, and what is read again needs work again', () => {
  const s = story();
  s.read('1:a 2:b 3:b');
  s.call('A', '2', 1, { lane: 1 });
  s.end('A');
  s.call('B', '1');
  s.end('B');
  s.checkpoint('2');
  s.read('2:b 3:b');
  s.call('C', '3');
  s.end('C');
  s.checkpoint('3');

  expect(codes(s.trace())).toEqual(['readBehindCheckpoint 2', 'checkpointPassedUnsettled 2']);
});

test('each shard has a checkpoint of its own', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('5:a');
  s.read('1:a', { shard: 't' });
  s.skip('5');
  s.checkpoint('5');
  s.skip('1', { shard: 't' });
  s.checkpoint('1', { shard: 't' });

  expect(codes(s.trace())).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { lifeEvents, lifeOf, simulate, traceLines } from '@millrace/simulator';
import { story } from '../check/story.ts';
import { wireRecord } from '../check/wireRecord.ts';

describe('the life of a record', () => {
  test('is told from the read to the checkpoint that passed it', async () => {
    const trace = await simulate({
      handler: (event: { readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[] }) => {
        const numbers = event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
        return numbers.includes('2') ? { batchItemFailures: [{ itemIdentifier: '2' }] } : undefined;
      },
      records: [1, 2, 3].map((number) => wireRecord(number, 'a')),
      mapping: {
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 1,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
      },
      faults: ({ index }) => (index === 3 ? 'throttle' : undefined),
    });

    expect(lifeOf(trace, '2')).toEqual([
      '    0.000s read from the shard, as one of 3',
      '    0.000s invocation 0, attempt 1, number 2 of 3: reported 2; what comes before it is done',
      '    0.000s left over with 1 more, goes on as a batch',
      '    0.000s invocation 1, attempt 1, number 1 of 2: reported; it is the first, so the whole batch failed',
      '    0.000s the batch of 2 is halved: goes on in the left half of 1',
      '    0.000s invocation 2, attempt 1, alone: reported',
      '    0.000s waits 200 ms for the next attempt',
      '    0.200s attempt 2 did not reach the function: throttle',
      '    0.200s waits 400 ms for the next attempt',
      '    0.600s invocation 3, attempt 3, alone: reported',
      '    0.600s discarded: RetryAttemptsExhausted, after 2 calls',
      '    0.600s the checkpoint has passed it: 2',
      '    0.600s document sent to arn:aws:sqs:eu-west-1:123456789012:failures',
    ]);
    expect(lifeOf(trace, '3').slice(3, 5)).toEqual([
      '    0.000s invocation 1, attempt 1, number 2 of 2: reported 2, the first; the whole batch failed',
      '    0.000s the batch of 2 is halved: goes on in the right half of 1',
    ]);
  });

  test('is empty for a record that was never read, and takes numbers as numbers', () => {
    const s = story();
    s.read('07:a');

    expect(lifeOf(s.trace(), '8')).toEqual([]);
    expect(lifeOf(s.trace(), '7')).toEqual(['    0.000s read from the shard']);
  });

  test('names the shard where several have the number, and keeps to one that is asked for', () => {
    const s = story({ shards: { s: [], t: [] } });
    s.read('1:a');
    s.read('1:b', { shard: 't' });
    s.skip('1', { shard: 't' });

    expect(lifeOf(s.trace(), '1')).toEqual([
      '    0.000s s: read from the shard',
      '    1.000s t: read from the shard',
      '    2.000s t: skipped: filteredOut',
    ]);
    expect(lifeOf(s.trace(), '1', 't')).toEqual(['    1.000s read from the shard', '    2.000s skipped: filteredOut']);
  });

  test('tells of documents about its own discard only', () => {
    const s = story();
    s.read('1:a 2:b');
    s.discard('A', '1');
    s.document('1');
    s.discard('B', '2');
    s.document('2', true);

    expect(lifeOf(s.trace(), '2').at(-1)).toBe(
      '    4.000s document refused by arn:aws:sqs:eu-west-1:123456789012:failures',
    );
    expect(lifeOf(s.trace(), '1')).toHaveLength(3);
  });

  test('says why a record is read again: what was done to the mapping before a checkpoint passed the record', async () => {
    let calls = 0;
    const trace = await simulate({
      handler: async () => {
        if (++calls <= 2) throw new Error('Not yet.');
      },
      records: [wireRecord(1, 'a')],
      mapping: { StartingPosition: 'TRIM_HORIZON' },
      actions: [
        { atMs: 100, do: 'disable' },
        { atMs: 300, do: 'enable' },
        { atMs: 400, do: 'update', mapping: { BatchSize: 5 } },
        { atMs: 5000, do: 'disable' },
        { atMs: 6000, do: 'enable' },
      ],
    });

    expect(lifeOf(trace, '1')).toEqual([
      '    0.000s read from the shard',
      '    0.000s invocation 0, attempt 1, alone: threw Error: Not yet.',
      '    0.000s waits 200 ms for the next attempt',
      '    0.100s the mapping is disabled',
      '    0.300s the mapping is enabled again',
      '    0.300s read from the shard',
      '    0.300s invocation 1, attempt 1, alone: threw Error: Not yet.',
      '    0.300s waits 200 ms for the next attempt',
      '    0.400s the mapping is updated: {"BatchSize":5}',
      '    0.400s read from the shard',
      '    0.400s invocation 2, attempt 1, alone: success',
      '    0.400s the checkpoint has passed it: 1',
    ]);
  });

  test('tells of the mapping in each shard where the record is on its way, and in no other', () => {
    const s = story({ shards: { s: [], t: [], u: [] } });
    s.update({ BatchSize: 1 });
    s.read('1:a');
    s.read('1:b', { shard: 't' });
    s.read('2:c', { shard: 'u' });
    s.update({ BatchSize: 2 });
    s.checkpoint('1', { shard: 't' });
    s.update({ BatchSize: 3 });

    expect(lifeOf(s.trace(), '1')).toEqual([
      '    1.000s s: read from the shard',
      '    2.000s t: read from the shard',
      '    4.000s s: the mapping is updated: {"BatchSize":2}',
      '    4.000s t: the mapping is updated: {"BatchSize":2}',
      '    5.000s t: the checkpoint has passed it: 1',
      '    6.000s s: the mapping is updated: {"BatchSize":3}',
    ]);
    expect(lifeOf(s.trace(), '1', 't')).toEqual([
      '    2.000s read from the shard',
      '    4.000s the mapping is updated: {"BatchSize":2}',
      '    5.000s the checkpoint has passed it: 1',
    ]);
  });

  test('has every answer in words', () => {
    const s = story();
    s.read('1:a 2:b');
    s.call('A', '1 2');
    s.end('A', 'timeout');
    s.call('B', '1 2');
    s.end('B', 'responseTooLarge');
    s.call('C', '1 2');
    s.end('C', 'stateMissing');
    s.call('D', '1 2');
    s.end('D', 'malformedReport', { batchItemFailures: [{}] });
    s.call('E', '1 2');
    s.end('E', 'functionError');
    s.call('F', '1 2');

    expect(lifeEvents(s.trace(), '2').map(({ what }) => what.replace(/^.*: /, ''))).toEqual([
      'read from the shard, as one of 2',
      'timed out',
      'the answer was too large',
      'the answer had no state',
      '{"batchItemFailures":[{}]}',
      'function error',
      'no answer before the run ended',
    ]);
  });

  test('is there as data too, with the events that it is told from', () => {
    const s = story();
    s.read('1:a');
    s.checkpoint('0');
    s.skip('1');
    s.checkpoint('1');

    expect(lifeEvents(s.trace(), '1')).toEqual([
      { atMs: 0, shardId: 's', what: 'read from the shard', eventIndex: 0 },
      { atMs: 2000, shardId: 's', what: 'skipped: filteredOut', eventIndex: 2 },
      { atMs: 3000, shardId: 's', what: 'the checkpoint has passed it: 1', eventIndex: 3 },
    ]);
  });
});

test('trace lines are those of the text, by index', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('1:a', { shard: 't' });
  s.skip('1', { shard: 't' });

  const lines = traceLines(s.trace(), [1, 7]);

  expect(lines).toEqual(['    1.000s ·▸ skipped [1]: filteredOut']);
  expect(s.trace().toText().split('\n')).toContain(lines[0]);
});

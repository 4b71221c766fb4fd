import { describe, expect, test } from '@jest/globals';
import { checkSettled, recordFates, simulate, type Trace } from '@millrace/simulator';
import { wireRecord } from './wireRecord.ts';
import { story } from './story.ts';

function codes(trace: Trace, options = {}): readonly string[] {
  return checkSettled(trace, options).map(({ code, sequenceNumbers }) => `${code} ${sequenceNumbers.join(' ')}`.trim());
}

describe('a record is settled', () => {
  test('when a call with it succeeded', () => {
    const s = story();
    s.read('1:a 2:b');
    s.call('A', '1 2');
    s.end('A');

    expect(codes(s.trace())).toEqual([]);
  });

  test('when it stood before the cut of a partial failure, and not when it stood behind', () => {
    const s = story();
    s.read('1:a 2:b 3:c');
    s.call('A', '1 2 3');
    s.cut('A', '2', 'B');

    expect(codes(s.trace())).toEqual(['pending 2', 'pending 3']);
  });

  test('before the cut that the report itself names, where the trace ends before the rest goes on', () => {
    const s = story();
    s.read('1:a 2:b 3:c');
    s.call('A', '1 2 3');
    s.cut('A', '3', undefined);

    expect(codes(s.trace())).toEqual(['pending 3']);
  });

  test('when a document about its discard was delivered', () => {
    const s = story();
    s.read('1:a');
    s.discard('A', '1');
    s.document('1');

    expect(codes(s.trace())).toEqual([]);
  });

  test('when it was filtered out or skipped: it is not the function’s', () => {
    const s = story();
    s.read('1:a 2:b');
    s.skip('1 2');

    expect(codes(s.trace())).toEqual([]);
  });

  test('once processed, whatever a redelivery comes to', () => {
    const s = story();
    s.read('1:a');
    s.call('A', '1');
    s.end('A');
    s.read('1:a');
    s.call('B', '1');
    s.end('B', 'functionError');
    s.discard('B', '1');

    expect(codes(s.trace())).toEqual([]);
  });
});

describe('a record is not settled', () => {
  test('when the run ended in the middle of a call, or of retries', () => {
    const s = story();
    s.read('1:a 2:b');
    s.call('A', '1', 1, { lane: 0 });
    s.call('B', '2', 1, { lane: 1 });
    s.end('B', 'timeout');
    s.wait('B', '2', { lane: 1 });

    expect(codes(s.trace())).toEqual(['pending 1', 'pending 2']);
  });

  test('when it was discarded and nobody hears of it, unless the test allows that', () => {
    const s = story();
    s.read('1:a');
    s.discard('A', '1');

    expect(codes(s.trace())).toEqual(['discardedWithoutDestination 1']);
    expect(codes(s.trace(), { allowDiscardsWithoutDestination: true })).toEqual([]);
  });

  test('when the destination refused the document: allowing silent discards does not cover that', () => {
    const s = story();
    s.read('1:a');
    s.discard('A', '1');
    s.document('1', true);

    expect(codes(s.trace(), { allowDiscardsWithoutDestination: true })).toEqual(['documentRefused 1']);
  });

  test('when the stream itself dropped it', () => {
    const s = story();
    s.read('1:a');
    s.discard('A', '1', 1, 'StreamRetentionExceeded');

    expect(codes(s.trace(), { allowDiscardsWithoutDestination: true })).toEqual(['lostToRetention 1']);
  });

  test('when it was skipped, and read again under filters that no longer skip it', () => {
    const s = story();
    s.read('1:a');
    s.skip('1');
    s.read('1:a');

    expect(codes(s.trace())).toEqual(['pending 1']);
  });

  test('in one shard, when the record of the same number was processed in another', () => {
    const s = story({ shards: { s: [], t: [] } });
    s.read('1:a');
    s.read('1:a', { shard: 't' });
    s.call('A', '1');
    s.end('A');

    expect(checkSettled(s.trace())).toMatchObject([{ code: 'pending', shardId: 't', sequenceNumbers: ['1'] }]);
  });
});

describe('a document tells of', () => {
  test('the batch it names, where another lane’s batch of the same range is refused', () => {
    const s = story();
    s.read('1:a 2:b 3:a');
    s.discard('A', '1 3', 1, 'RetryAttemptsExhausted', { lane: 0 });
    s.document('1 3');
    s.discard('B', '2', 1, 'RetryAttemptsExhausted', { lane: 1 });
    s.document('2', true);

    expect(codes(s.trace())).toEqual(['documentRefused 2']);
  });

  test('neighbours that were merged into it', () => {
    const s = story();
    s.read('1:a 2:b 3:c');
    s.discard('A', '1');
    s.discard('B', '2');
    s.document('1 2');
    s.discard('C', '3');

    expect(codes(s.trace())).toEqual(['discardedWithoutDestination 3']);
  });
});

describe('a tumbling window is settled', () => {
  const start = '2026-01-01T00:00:00Z';
  const end = '2026-01-01T00:01:00Z';

  test('when its final call was made', () => {
    const s = story();
    s.window('windowOpened', start, end);
    s.window('windowClosed', start, end);

    expect(codes(s.trace())).toEqual([]);
  });

  test('not when its final call was given up without a word, or has not come', () => {
    const s = story();
    s.window('windowOpened', start, end);
    s.discard('A', '');
    s.window('windowClosed', start, end);
    s.window('windowOpened', end, '2026-01-01T00:02:00Z');

    expect(codes(s.trace())).toEqual(['windowLost', 'windowPending']);
  });

  test('and the loss says what the last attempt of the final call did, and points to every attempt of it', () => {
    const s = story();
    s.window('windowOpened', start, end);
    s.call('A', '1');
    s.end('A');
    s.reject('B', '', 1);
    s.call('B', '', 2);
    s.end('B', 'timeout');
    s.wait('B', '');
    s.call('other', '', 1, { lane: 1 });
    s.call('B', '', 3);
    s.end('B', 'stateMissing');
    s.discard('B', '', 2);
    s.window('windowClosed', start, end);

    expect(checkSettled(s.trace())).toEqual([
      {
        code: 'windowLost',
        message: `The result of the window ${start}/${end} of s is lost: its final call was given up (RetryAttemptsExhausted; its last attempt, invocation 3: the answer had no state) and no document about it reached a destination.`,
        shardId: 's',
        sequenceNumbers: [],
        eventIndexes: [0, 3, 4, 5, 8, 9, 10],
      },
    ]);
  });

  test('and the loss says so when the last attempt did not reach the function, and nothing when there was none', () => {
    const s = story();
    s.window('windowOpened', start, end);
    s.call('A', '');
    s.end('A', 'functionError');
    s.reject('A', '', 2);
    s.discard('A', '', 1, 'RecordAgeExceeded');
    s.window('windowClosed', start, end);
    s.discard('B', '', 1, 'RecordAgeExceeded');

    expect(checkSettled(s.trace()).map(({ message }) => /\(.*\)/.exec(message)?.[0])).toEqual([
      '(RecordAgeExceeded; its last attempt did not reach the function: throttle)',
      '(RecordAgeExceeded)',
    ]);
  });
});

test('a fate says what became of a record, and where that can be seen', () => {
  const s = story();
  s.read('1:a 2:b@5');
  s.call('A', '1 2');
  s.cut('A', '2', 'B');
  s.call('B', '2');
  s.end('B', 'functionError');
  s.discard('B', '2', 1);
  s.document('2');

  expect(recordFates(s.trace())).toEqual([
    { shardId: 's', sequenceNumber: '1', itemKey: 'a', createdAtMs: 0, fate: 'processed', eventIndexes: [0, 2] },
    {
      shardId: 's',
      sequenceNumber: '2',
      itemKey: 'b',
      createdAtMs: 5000,
      fate: 'discarded',
      condition: 'RetryAttemptsExhausted',
      document: 'delivered',
      eventIndexes: [0, 6, 7],
    },
  ]);
});

describe('a report that Lambda does not hear is a finding', () => {
  const reporting = (key: string) => async () => ({ [key]: [{ itemIdentifier: '2' }] });
  const traceOf = (key: string, FunctionResponseTypes: readonly string[]): Promise<Trace> =>
    simulate({
      handler: reporting(key),
      records: [1, 2, 3].map((sequenceNumber) => wireRecord(sequenceNumber, 'a')),
      mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0, FunctionResponseTypes },
    });

  test('S20: when reporting is off', async () => {
    const trace = await traceOf('batchItemFailures', []);

    expect(codes(trace)).toEqual(['reportUnheard 2']);
    expect(checkSettled(trace)[0]?.message).toContain(
      "FunctionResponseTypes does not contain 'ReportBatchItemFailures'",
    );
    expect(codes(trace, { allowUnheardReports: true })).toEqual([]);
  });

  test('when its key is written with a capital', async () => {
    expect(codes(await traceOf('BatchItemFailures', ['ReportBatchItemFailures']))).toEqual(['reportUnheard 2']);
  });
});

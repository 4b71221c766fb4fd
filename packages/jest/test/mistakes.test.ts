import '@millrace/jest';
import { isMatcherUsageError } from '@millrace/jest';
import { describe, expect, test } from '@jest/globals';
import { destination, messageOf, refusing, run } from './runs.ts';

const mapping = {
  StartingPosition: 'TRIM_HORIZON',
  MaximumRetryAttempts: 0,
  BisectBatchOnFunctionError: true,
  DestinationConfig: { OnFailure: { Destination: destination } },
};
/** Records 1 and 2; the second was discarded, with a document. */
const trace = () => run('a b', { handler: refusing('2'), mapping });

type Matcher =
  | 'toHaveDiscarded'
  | 'toHaveInvoked'
  | 'toHaveNoWarnings'
  | 'toHaveSentToDestination'
  | 'toKeepIteratorAgeBelow'
  | 'toPreserveItemOrder'
  | 'toSettleEveryRecord';

/** What TypeScript would not let through; the errors of both questions, which have to be the same one. */
async function refusal(matcher: Matcher, given: readonly unknown[]): Promise<string> {
  const received = await trace();
  const ask = (isNot: boolean) => () => {
    const asked = isNot ? expect(received).not : expect(received);
    const call: (...args: readonly never[]) => void = asked[matcher];
    call(...(given as readonly never[]));
  };
  const message = messageOf(ask(false));
  expect(ask(true)).toThrow(expect.objectContaining({ name: 'MatcherUsageError', message }));
  return message;
}

describe('with .not as without, a matcher refuses', () => {
  test.each<[Matcher, readonly unknown[], string]>([
    [
      'toSettleEveryRecord',
      [{ recrods: 3 }],
      'toSettleEveryRecord got the unknown option `recrods` in {"recrods":3}. Did you mean `records`? ' +
        'It knows records, allowDiscardsWithoutDestination, allowUnheardReports.',
    ],
    ['toSettleEveryRecord', [{ colour: 3 }], 'got the unknown option `colour` in {"colour":3}. It knows records,'],
    ['toSettleEveryRecord', [{ toString: 1 }], 'got the unknown option `toString`'],
    ['toSettleEveryRecord', [1], 'got 1, expected an object such as { records: 3 }.'],
    ['toSettleEveryRecord', [null], 'got null, expected an object'],
    ['toSettleEveryRecord', [[]], 'got [], expected an object'],
    ['toSettleEveryRecord', [new Map([['records', 3]])], 'got {}, expected an object'],
    [
      'toSettleEveryRecord',
      [{ records: '1' }],
      'toSettleEveryRecord got "1" for the option `records`, expected a whole number of at least 0.',
    ],
    ['toSettleEveryRecord', [{ records: Number.NaN }], 'got NaN for the option `records`'],
    [
      'toSettleEveryRecord',
      [{ records: undefined }],
      'got undefined for the option `records`, expected a whole number of at least 0; leave it out to say nothing about it.',
    ],
    [
      'toSettleEveryRecord',
      [{ allowUnheardReports: 'yes' }],
      'got "yes" for the option `allowUnheardReports`, expected',
    ],
    [
      'toSettleEveryRecord',
      [{ records: 2 }, 3],
      'toSettleEveryRecord got 2 arguments ({"records":2}, 3), expected at most 1',
    ],
    [
      'toHaveDiscarded',
      [[{ sequenceNumber: '2', condition: 'RetriesExhausted' }]],
      'toHaveDiscarded got "RetriesExhausted" for the name `condition`, expected one of RetryAttemptsExhausted, RecordAgeExceeded, StreamRetentionExceeded.',
    ],
    ['toHaveDiscarded', [[{ sequenceNumber: '2', conditon: 'x' }]], 'got the unknown name `conditon`'],
    ['toHaveDiscarded', [[{ sequenceNumber: 2 }]], 'got 2 for the name `sequenceNumber`, expected a string of digits'],
    ['toHaveDiscarded', [[{ sequenceNumber: '2', shardId: undefined }]], 'got undefined for the name `shardId`'],
    ['toHaveDiscarded', [[{}]], 'toHaveDiscarded got [{}], expected a list such as'],
    ['toHaveDiscarded', [[null]], 'toHaveDiscarded got [null], expected a list such as'],
    ['toHaveDiscarded', [Array(1)], 'toHaveDiscarded got [null], expected a list such as'],
    ['toHaveDiscarded', [undefined], 'toHaveDiscarded got undefined, which would expect less than a value would.'],
    ['toHaveDiscarded', ['2', '1'], 'toHaveDiscarded got 2 arguments ("2", "1"), expected at most 1'],
    ['toHaveInvoked', [undefined], 'toHaveInvoked got undefined'],
    ['toHaveInvoked', ['3'], 'toHaveInvoked got "3", expected a number of times'],
    ['toHaveInvoked', [1.5], 'toHaveInvoked got 1.5, expected a number of times'],
    ['toHaveInvoked', [3n], 'toHaveInvoked got 3, expected a number of times'],
    ['toHaveInvoked', [[[1, 2]]], 'toHaveInvoked got [[1,2]], expected a number of times'],
    [
      'toHaveInvoked',
      [{ sequenceNumbr: '2' }],
      'got the unknown name `sequenceNumbr` in {"sequenceNumbr":"2"}. Did you mean `sequenceNumber`?',
    ],
    ['toHaveInvoked', [{ sequenceNumber: undefined, times: 2 }], 'got undefined for the name `sequenceNumber`'],
    ['toHaveInvoked', [{ sequenceNumber: '2', times: '2' }], 'got "2" for the name `times`'],
    ['toHaveInvoked', [1, { sequenceNumber: '2' }], 'toHaveInvoked got 2 arguments'],
    [
      'toHaveSentToDestination',
      [[{ requestContxt: {} }]],
      'toHaveSentToDestination got `requestContxt`, which no document has (S39). Did you mean `requestContext`? ' +
        'A document has requestContext, responseContext, version, payload, timestamp, DDBStreamBatchInfo, timeWindowInfo.',
    ],
    [
      'toHaveSentToDestination',
      [[{ requestContext: { cause: 'x' } }]],
      'got `requestContext.cause`, which no document has',
    ],
    [
      'toHaveSentToDestination',
      [[{ requestContext: { condition: 'RetriesExhausted' } }]],
      'got "RetriesExhausted" for `requestContext.condition`, expected one of RetryAttemptsExhausted,',
    ],
    [
      'toHaveSentToDestination',
      [[{ requestContext: { approximateInvokeCount: '1' } }]],
      'got "1" for `requestContext.approximateInvokeCount`, expected a whole number of at least 0.',
    ],
    [
      'toHaveSentToDestination',
      [[{ requestContext: { requestId: undefined } }]],
      'got undefined for `requestContext.requestId`',
    ],
    [
      'toHaveSentToDestination',
      [[{ requestContext: /x/ }]],
      'got {} for `requestContext`, expected an object with some of',
    ],
    ['toHaveSentToDestination', [[{ DDBStreamBatchInfo: { startSequenceNumber: 2 } }]], 'expected a string of digits'],
    ['toHaveSentToDestination', [['2']], 'got "2" for a document, expected an object'],
    ['toHaveSentToDestination', ['1'], 'got "1", expected a number of documents or a list'],
    ['toHaveSentToDestination', [-1], 'got -1, expected a number of documents or a list'],
    ['toHaveSentToDestination', [Number.NaN], 'got NaN, expected a number of documents or a list'],
    ['toHaveSentToDestination', [undefined], 'toHaveSentToDestination got undefined'],
    ['toKeepIteratorAgeBelow', [], 'toKeepIteratorAgeBelow got nothing, expected milliseconds above 0'],
    ['toKeepIteratorAgeBelow', [0], 'toKeepIteratorAgeBelow got 0, expected milliseconds above 0'],
    ['toKeepIteratorAgeBelow', ['0s'], 'toKeepIteratorAgeBelow got "0s", expected milliseconds above 0'],
    ['toKeepIteratorAgeBelow', [Infinity], 'toKeepIteratorAgeBelow got Infinity, expected milliseconds above 0'],
    ['toKeepIteratorAgeBelow', [Number.NaN], 'toKeepIteratorAgeBelow got NaN, expected milliseconds above 0'],
    ['toKeepIteratorAgeBelow', [30, 's'], 'toKeepIteratorAgeBelow got 2 arguments (30, "s"), expected at most 1'],
    ['toHaveNoWarnings', ['nothingInvoked'], 'toHaveNoWarnings got 1 argument ("nothingInvoked"), expected none'],
    ['toPreserveItemOrder', [{}], 'toPreserveItemOrder got 1 argument ({}), expected none'],
  ])('%s(…%j)', async (matcher, given, message) => {
    await expect(refusal(matcher, given)).resolves.toContain(message);
  });

  test('what it refuses with an error that code can tell from others', async () => {
    const received = await trace();
    let caught: unknown;
    try {
      expect(received).not.toSettleEveryRecord({ recrods: 3 } as never);
    } catch (error) {
      caught = error;
    }

    expect(isMatcherUsageError(caught) && caught.code).toBe('InvalidExpectation');
  });
});

describe('with .not, a matcher does not pass for', () => {
  test('a record that the run never read: the message names those that it did', async () => {
    const received = await trace();
    const read = 'No record 0 was read: the run read [1 2] of ';

    expect(() => expect(received).not.toHaveDiscarded(['1', '0'])).toThrow(read);
    expect(() => expect(received).not.toHaveDiscarded([{ sequenceNumber: '0' }])).toThrow(read);
    expect(() => expect(received).not.toHaveInvoked({ sequenceNumber: '0' })).toThrow(read);
    expect(() => expect(received).not.toHaveInvoked({ sequenceNumber: '0', times: 2 })).toThrow(read);
    expect(() => expect(received).not.toHaveInvoked([['1', '0']])).toThrow(read);
    const batch = { DDBStreamBatchInfo: { startSequenceNumber: '0' } };
    expect(() => expect(received).not.toHaveSentToDestination([batch])).toThrow(read);
    expect(messageOf(() => expect(received).not.toHaveDiscarded(['0']))).toMatch(
      /^expect\(trace\)\.not\.toHaveDiscarded\(\["0"\]\)\n\n1 record or shard that is named is not in the trace/,
    );
  });

  test('no slip: that poison blocks what is behind it, which was not even read', async () => {
    const blocked = await run('a b c', {
      handler: refusing('1'),
      mapping: { ...mapping, BatchSize: 1, MaximumRetryAttempts: -1 },
      untilMs: 3_600_000,
    });

    expect(blocked).not.toHaveInvoked({ sequenceNumber: '2' });
    expect(blocked).toHaveInvoked({ sequenceNumber: '2', times: 0 });
    expect(blocked).not.toHaveInvoked([['1'], ['2']]);
    expect(blocked).not.toHaveDiscarded(['3']);
  });

  test('a shard that the stream does not have', async () => {
    const received = await trace();

    expect(() => expect(received).not.toHaveInvoked({ shardId: 'shard-7' })).toThrow('The stream has no shard shard-7');
    expect(() => expect(received).not.toHaveDiscarded([{ sequenceNumber: '1', shardId: 'shard-7' }])).toThrow(
      'The stream has no shard shard-7',
    );
  });

  test('an empty list, which names nothing', async () => {
    const received = await trace();

    expect(() => expect(received).not.toHaveDiscarded([])).toThrow('got an empty list, which every run would pass');
    expect(() => expect(received).not.toHaveSentToDestination([])).toThrow(
      'got an empty list, which names no document',
    );
  });

  test('a document that was sent beside others', async () => {
    const received = await run('a b c', { handler: refusing('2'), mapping: { ...mapping, BatchSize: 1 } });
    const two = await run('a b', { handler: () => Promise.reject(new Error('No.')), mapping });

    const first = { DDBStreamBatchInfo: { startSequenceNumber: '1' } };
    expect(received).not.toHaveSentToDestination([first]);
    expect(() => expect(two).not.toHaveSentToDestination([first])).toThrow(
      'Document 0 is as entry 0 of the list describes, expected none that is.',
    );
  });

  test('a document whose numbers are written with other zeros', async () => {
    const received = await trace();

    const padded = { DDBStreamBatchInfo: { startSequenceNumber: '002' } };
    expect(received).toHaveSentToDestination([padded]);
    expect(() => expect(received).not.toHaveSentToDestination([padded])).toThrow('Document 0 is as entry 0');
  });
});

describe('a matcher does not pass for', () => {
  test('a record that was never read and was never in a call', async () => {
    const received = await trace();

    expect(() => expect(received).toHaveInvoked({ sequenceNumber: '0', times: 0 })).toThrow('No record 0');
  });

  test('a record that is in the list twice and was discarded once', async () => {
    const received = await trace();

    expect(() => expect(received).toHaveDiscarded(['2', '02'])).toThrow(
      'Record 2 is in the list 2 times, and was discarded once.',
    );
  });

  test('the order of records when none was read; one that the function never got is in order', async () => {
    const reading = [await run(''), await run('a', { mapping: { ...mapping, Enabled: false } })];

    for (const received of reading) {
      expect(() => expect(received).toPreserveItemOrder()).toThrow('The run read no record');
      expect(() => expect(received).not.toPreserveItemOrder()).toThrow('The run read no record');
    }
    expect(await run('a', { mapping, faults: () => 'throttle' })).toPreserveItemOrder();
  });

  test('the age of records when no call ended, with or without .not', async () => {
    const runs = [await run(''), await run('a', { mapping, faults: () => 'throttle' })];

    for (const received of runs) {
      expect(() => expect(received).toKeepIteratorAgeBelow('1s')).toThrow('No call with records ended');
      expect(() => expect(received).not.toKeepIteratorAgeBelow('1s')).toThrow('No call with records ended');
    }
  });
});

test('what a list leaves out, and what asks for nothing on purpose, stays as it was', async () => {
  const received = await trace();
  const empty = await run('');

  expect(received).toHaveSentToDestination([{}]);
  expect(received).toHaveSentToDestination([{ timeWindowInfo: undefined, payload: undefined }]);
  expect(received).toHaveSentToDestination([
    { requestContext: expect.objectContaining({ approximateInvokeCount: 1 }) },
  ]);
  expect(received).toHaveSentToDestination([expect.objectContaining({ version: '1.0' })]);
  expect(received).toSettleEveryRecord({});
  expect(received).toSettleEveryRecord(undefined);
  expect(empty).toHaveDiscarded([]);
  expect(empty).toHaveSentToDestination(0);
  expect(empty).toHaveSentToDestination([]);
});

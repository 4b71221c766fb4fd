import '@millrace/jest';
import { isMatcherUsageError, matchers } from '@millrace/jest';
import { describe, expect, test } from '@jest/globals';
import { destination, messageOf, refusing, run } from './runs.ts';

const sending = {
  StartingPosition: 'TRIM_HORIZON',
  MaximumRetryAttempts: 0,
  BisectBatchOnFunctionError: true,
  DestinationConfig: { OnFailure: { Destination: destination } },
};

describe('toSettleEveryRecord', () => {
  test('passes for records that were processed or discarded to a destination', async () => {
    const trace = await run('a b', { handler: refusing('2'), mapping: sending });

    expect(trace).toSettleEveryRecord();
    expect(trace).toSettleEveryRecord({ records: 2 });
    expect(trace).not.toSettleEveryRecord({ records: 3 });
  });

  test('takes silent discards only where the test allows them', async () => {
    const mapping = { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 };
    const trace = await run('a', { handler: refusing('1'), mapping });

    expect(trace).not.toSettleEveryRecord();
    expect(trace).toSettleEveryRecord({ allowDiscardsWithoutDestination: true });
  });

  test('passes for a run that read nothing only where that is expected', async () => {
    const trace = await run('');

    expect(trace).toSettleEveryRecord({ records: 0 });
    expect(trace).not.toSettleEveryRecord({ records: 1 });
    expect(() => expect(trace).toSettleEveryRecord()).toThrow('The run read no record');
    expect(() => expect(trace).not.toSettleEveryRecord()).toThrow('The run read no record');
  });
});

describe('toHaveDiscarded', () => {
  test('takes numbers and objects, exactly and in any order', async () => {
    const mapping = { ...sending, BatchSize: 1 };
    const trace = await run('a b c', { handler: refusing('2'), mapping });

    expect(trace).toHaveDiscarded();
    expect(trace).toHaveDiscarded(['2']);
    expect(trace).toHaveDiscarded([{ sequenceNumber: '2', condition: 'RetryAttemptsExhausted' }]);
    expect(() => expect(trace).toHaveDiscarded([])).toThrow('Record 2 was discarded');
    expect(() => expect(trace).toHaveDiscarded(['1', '2'])).toThrow('Record 1 was not discarded: it was processed');
  });

  test('with .not means that none of the list was discarded, not merely that the list differs', async () => {
    const trace = await run('a b c', { handler: refusing('2'), mapping: sending });

    expect(trace).not.toHaveDiscarded(['1', '3']);
    expect(trace).not.toHaveDiscarded([{ sequenceNumber: '2', condition: 'RecordAgeExceeded' }]);
    expect(() => expect(trace).not.toHaveDiscarded(['1', '2'])).toThrow('1 record of the list was discarded');
    expect(() => expect(trace).not.toHaveDiscarded()).toThrow('1 record was discarded, expected none');
  });
});

describe('toHaveInvoked', () => {
  test('takes a number, batches, or how often a record was in a call', async () => {
    const mapping = { ...sending, MaximumRetryAttempts: 1 };
    const trace = await run('a b', { handler: refusing('2'), mapping });

    expect(trace).toHaveInvoked();
    expect(trace).toHaveInvoked(4);
    expect(trace).toHaveInvoked([['1', '2'], ['1'], ['2'], ['2']]);
    expect(trace).toHaveInvoked({ sequenceNumber: '2', times: 3 });
    expect(trace).not.toHaveInvoked(3);
    expect(trace).not.toHaveInvoked([['1', '2']]);
  });

  test('finds that a function was never invoked', async () => {
    const trace = await run('');

    expect(trace).toHaveInvoked(0);
    expect(trace).not.toHaveInvoked();
  });
});

describe('toHaveSentToDestination', () => {
  test('takes a number, or parts of the documents with asymmetric matchers in them', async () => {
    const trace = await run('a b', { handler: refusing('2'), mapping: sending });

    expect(trace).toHaveSentToDestination();
    expect(trace).toHaveSentToDestination(1);
    expect(trace).toHaveSentToDestination([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', requestId: expect.any(String) },
        DDBStreamBatchInfo: { startSequenceNumber: '2', batchSize: 1 },
      },
    ]);
    expect(trace).not.toHaveSentToDestination(2);
    expect(trace).not.toHaveSentToDestination([{ DDBStreamBatchInfo: { startSequenceNumber: '1' } }]);
  });

  test('says when nothing was sent', async () => {
    const trace = await run('a');

    expect(trace).not.toHaveSentToDestination();
    expect(() => expect(trace).toHaveSentToDestination()).toThrow('got 0 documents, expected at least one');
  });
});

describe('toKeepIteratorAgeBelow', () => {
  test('takes milliseconds and times with a unit, and stops short of the limit', async () => {
    const trace = await run('a', { invocationDurationMs: 2000 });

    expect(trace).toKeepIteratorAgeBelow(2001);
    expect(trace).toKeepIteratorAgeBelow('2.1s');
    expect(trace).toKeepIteratorAgeBelow('1m');
    expect(trace).not.toKeepIteratorAgeBelow('2s');
    expect(trace).not.toKeepIteratorAgeBelow('2000ms');
  });

  test('finds the one shard that fell behind', async () => {
    const mapping = { ...sending, MaximumRetryAttempts: 4 };
    const trace = await run('a b', { handler: refusing('1'), mapping });

    expect(trace).toKeepIteratorAgeBelow('1h');
    expect(() => expect(trace).toKeepIteratorAgeBelow('1s')).toThrow(
      'reached 3 s (invocation 5), expected less than 1 s',
    );
  });
});

describe('toHaveNoWarnings', () => {
  test('passes for a run without warnings, and only then', async () => {
    expect(await run('a', { mapping: sending })).toHaveNoWarnings();
    expect(await run('a')).not.toHaveNoWarnings();
  });

  test('finds the run in which every record was filtered out', async () => {
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] };
    const trace = await run('a b', { mapping: { ...sending, FilterCriteria } });

    expect(trace).toSettleEveryRecord();
    expect(() => expect(trace).toHaveNoWarnings()).toThrow('nothingInvoked: 2 records were read');
  });
});

describe('a matcher refuses', () => {
  test('a promise, and says what to await', async () => {
    const promise = run('a');

    const message = messageOf(() => expect(promise).toSettleEveryRecord());

    expect(message).toBe(
      'expect(trace).toSettleEveryRecord() got a promise. Await the simulation first: ' +
        '`expect(await simulate({ … })).toSettleEveryRecord(…)`, or `await expect(simulate({ … })).resolves.toSettleEveryRecord(…)`.',
    );
    await promise;
  });

  test('the promise of a simulation that fails, without an unhandled rejection', async () => {
    const failing = run('a', { handler: 'none' as never });

    expect(() => expect(failing).toPreserveItemOrder()).toThrow('got a promise');
    await expect(failing).rejects.toThrow('`handler` is none');
  });

  test('what is no trace, with .not as well', async () => {
    const trace = await run('a');

    expect(() => expect(trace.events).toPreserveItemOrder()).toThrow('got a list, expected the trace');
    expect(() => expect({ events: [] }).not.toHaveInvoked(1)).toThrow('got an object that is no trace');
    expect(() => expect(undefined).toHaveDiscarded([])).toThrow('got undefined, expected the trace');
    expect(() => expect('trace').toHaveDiscarded([])).toThrow('got the text "trace", expected the trace');
    expect(() => expect(run).toHaveDiscarded([])).toThrow('got a function, expected the trace');
  });

  test.each([
    ['toHaveDiscarded', '2'],
    ['toHaveDiscarded', [2]],
    ['toHaveDiscarded', [{ sequence: '2' }]],
    ['toHaveInvoked', -1],
    ['toHaveInvoked', ['1']],
    ['toHaveInvoked', { sequenceNumber: 2 }],
    ['toHaveInvoked', { record: '2', times: 1 }],
    ['toHaveSentToDestination', { requestContext: {} }],
    ['toKeepIteratorAgeBelow', '30 s'],
    ['toKeepIteratorAgeBelow', -1],
  ] as const)('an expectation it cannot read: %s(%j)', async (matcher, expectation) => {
    const trace = await run('a');

    expect(() => expect(trace)[matcher](expectation as never)).toThrow(`${matcher} got `);
  });

  test('with an error that code can tell from others', async () => {
    let caught: unknown;
    try {
      expect(1).toPreserveItemOrder();
    } catch (error) {
      caught = error;
    }

    expect(isMatcherUsageError(caught) && caught.code).toBe('NotATrace');
  });
});

test('works on promises with resolves', async () => {
  await expect(run('a b a')).resolves.toPreserveItemOrder();
  await expect(run('a')).resolves.not.toHaveInvoked(2);
});

test('the matchers are also there to be added by hand', () => {
  expect(Object.keys(matchers)).toEqual([
    'toHaveDiscarded',
    'toHaveEffectForEveryRecord',
    'toHaveEffects',
    'toHaveInvoked',
    'toHaveNoRepeatedEffect',
    'toHaveNoWarnings',
    'toHaveSentToDestination',
    'toKeepIteratorAgeBelow',
    'toPreserveItemOrder',
    'toSettleEveryRecord',
  ]);
});

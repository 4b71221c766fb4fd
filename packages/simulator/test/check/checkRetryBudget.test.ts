import { describe, expect, test } from '@jest/globals';
import { checkRetryBudget, type Trace } from '@millrace/simulator';
import { story } from './story.ts';

function codes(trace: Trace): readonly string[] {
  return checkRetryBudget(trace).map(({ code, eventIndexes }) => `${code} ${eventIndexes.join(' ')}`);
}

describe('a retry budget is kept', () => {
  test('by as many retries as MaximumRetryAttempts, throttles aside', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 1 } });
    s.call('A', '1', 1);
    s.end('A', 'functionError');
    s.wait('A', '1');
    s.reject('A', '1', 2);
    s.wait('A', '1');
    s.call('A', '1', 3);
    s.end('A', 'functionError');
    s.discard('A', '1', 2);

    expect(codes(s.trace())).toEqual([]);
  });

  test('by halves that begin anew', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true } });
    s.call('A', '1 2 3');
    s.end('A', 'timeout');
    s.split('1', '2 3');
    s.call('B', '1');
    s.end('B', 'functionError');
    s.discard('B', '1', 1);
    s.call('C', '2 3');
    s.cut('C', '3', 'D');
    s.call('D', '3');
    s.end('D');

    expect(codes(s.trace())).toEqual([]);
  });

  test('by an expired prefix that goes, and a rest that keeps its count', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 1 } });
    s.call('A', '1 2');
    s.end('A', 'functionError');
    s.wait('A', '1 2');
    s.discard('A', '1', 1, 'RecordAgeExceeded');
    s.call('A', '2', 2);
    s.end('A', 'functionError');
    s.discard('A', '2', 2);

    expect(codes(s.trace())).toEqual([]);
  });

  test('by a record too large to send, which uses retries without a call', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 0 } });
    s.reject('A', '1', 1, 'payloadTooLarge');
    s.discard('A', '1', 1);

    expect(codes(s.trace())).toEqual([]);
  });
});

describe('a retry budget is broken', () => {
  test('by one retry too many, or one too few', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 1 } });
    s.call('A', '1', 1);
    s.end('A', 'functionError');
    s.discard('A', '1', 1);
    s.call('B', '2', 1);
    s.end('B', 'functionError');
    s.wait('B', '2');
    s.call('B', '2', 2);
    s.end('B', 'functionError');
    s.wait('B', '2');
    s.call('B', '2', 3);

    expect(codes(s.trace())).toEqual(['retryBudgetNotUsed 1 2', 'failureUnanswered 7 8', 'retryBudgetOverrun 7 9']);
  });

  test('by any exhaustion at all, where retries never end', () => {
    const s = story();
    s.call('A', '1', 1);
    s.end('A', 'functionError');
    s.discard('A', '1', 1);

    expect(codes(s.trace())).toEqual(['retryBudgetNotUsed 1 2']);
  });

  test('by attempts that are miscounted, and a wrong count in the document', () => {
    const s = story({ mapping: { MaximumRetryAttempts: 1 } });
    s.call('A', '1', 1);
    s.end('A', 'functionError');
    s.wait('A', '1');
    s.call('A', '1', 3);
    s.end('A', 'functionError');
    s.discard('A', '1', 3);

    expect(codes(s.trace())).toEqual(['attemptMiscounted 1 3', 'invokeCountWrong 4 5']);
  });

  test('by a retry with other records, or after the batch was done', () => {
    const s = story();
    s.call('A', '1 2', 1);
    s.end('A', 'functionError');
    s.wait('A', '1 2');
    s.call('A', '1 2 3', 2);
    s.end('A');
    s.call('A', '1 2 3', 2);

    expect(codes(s.trace())).toEqual(['batchChanged 1 3', 'batchSentAgain 4 5']);
  });

  test('by an answer to a call that was not made', () => {
    const s = story();
    s.call('A', '1');
    s.end('A');
    s.end('A');

    expect(codes(s.trace())).toEqual(['answerWithoutCall 2']);
  });

  test('by a failure or a throttle that nothing comes of', () => {
    const s = story();
    s.reject('B', '2', 1, 'throttle', { lane: 1 });
    s.call('A', '1');
    s.end('A', 'functionError');

    expect(codes(s.trace())).toEqual(['failureUnanswered 0', 'failureUnanswered 2']);
  });

  test('by a split that was not asked for, is missing, or cuts elsewhere', () => {
    const s = story();
    s.call('A', '1 2');
    s.end('A', 'functionError');
    s.split('1', '2');
    s.update({ BisectBatchOnFunctionError: true });
    s.call('B', '3 4 5');
    s.end('B', 'functionError');
    s.wait('B', '3 4 5');
    s.call('C', '6 7 8');
    s.end('C', 'functionError');
    s.split('6 7', '8');
    s.call('D', '6 7 8');
    s.end('D', 'functionError');
    s.split('6', '8');

    expect(codes(s.trace())).toEqual(['splitWrong 2', 'notSplit 5 6', 'splitWrong 9', 'splitWrong 12']);
  });
});

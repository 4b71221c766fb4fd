import { describe, expect, test } from '@jest/globals';
import {
  checkCheckpoints,
  checkDiscarded,
  CheckerUsageError,
  checkInvoked,
  checkItemOrder,
  checkIteratorAge,
  checkLimits,
  checkRead,
  checkRetryBudget,
  checkSettled,
  checkWarnings,
  isCheckerUsageError,
} from '@millrace/simulator';
import { story } from './story.ts';

/** What JavaScript lets through where TypeScript would not. */
const wrong = (value: unknown): never => value as never;

function oneRecord() {
  const s = story();
  s.read('1:a');
  s.call('A', '1');
  s.end('A');
  return s.trace();
}

describe('a checker refuses', () => {
  const trace = oneRecord();

  test.each<[string, () => unknown, string]>([
    [
      'a misspelt option',
      () => checkSettled(trace, wrong({ recrods: 3 })),
      'checkSettled got the unknown option `recrods` in {"recrods":3}. Did you mean `records`?',
    ],
    ['options that are none', () => checkSettled(trace, wrong(1)), 'checkSettled got 1, expected an object such as'],
    ['an index, as from map', () => [trace].map(wrong(checkSettled)), 'checkSettled got 0, expected an object'],
    ['null', () => checkSettled(trace, wrong(null)), 'checkSettled got null, expected an object'],
    ['a count in quotes', () => checkSettled(trace, wrong({ records: '1' })), 'got "1" for the option `records`'],
    [
      'an unknown condition',
      () => checkDiscarded(trace, wrong([{ sequenceNumber: '1', condition: 'RetriesExhausted' }])),
      'checkDiscarded got "RetriesExhausted" for the name `condition`, expected one of RetryAttemptsExhausted,',
    ],
    ['a bare number', () => checkDiscarded(trace, wrong([1])), 'checkDiscarded got [1], expected a list such as'],
    ['no list', () => checkDiscarded(trace, wrong(undefined)), 'checkDiscarded got undefined, expected a list such as'],
    ['an unknown name', () => checkInvoked(trace, wrong({ count: 2 })), 'checkInvoked got the unknown name `count`'],
    [
      'batches of numbers',
      () => checkInvoked(trace, wrong([[1]])),
      'checkInvoked got [[1]], expected a number of times',
    ],
    ['a limit in words', () => checkIteratorAge(trace, wrong('30s')), 'checkIteratorAge got "30s", expected a limit'],
    [
      'a limit of 0',
      () => checkIteratorAge(trace, 0),
      'checkIteratorAge got 0, expected a limit in milliseconds, above 0',
    ],
    ['a limit without end', () => checkIteratorAge(trace, Infinity), 'checkIteratorAge got Infinity, expected a limit'],
    ['an unknown fact', () => checkLimits(trace, wrong({ payloadBytes: 1 })), 'the unknown fact `payloadBytes`'],
    ['a fact that is none', () => checkLimits(trace, wrong({ payloadBytesOf: 512 })), 'got 512 for the fact'],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(CheckerUsageError);
    expect(call).toThrow(message);
  });

  const checkers: readonly [string, (trace: never) => unknown][] = [
    ['checkSettled', checkSettled],
    ['checkItemOrder', checkItemOrder],
    ['checkDiscarded', (given) => checkDiscarded(given, [])],
    ['checkInvoked', checkInvoked],
    ['checkRead', (given) => checkRead(given, [])],
    ['checkIteratorAge', (given) => checkIteratorAge(given, 1)],
    ['checkWarnings', checkWarnings],
    ['checkCheckpoints', checkCheckpoints],
    ['checkLimits', checkLimits],
    ['checkRetryBudget', checkRetryBudget],
  ];

  test.each(checkers)('a promise and what is no trace: %s', (name, check) => {
    expect(() => check(wrong(Promise.resolve(trace)))).toThrow(
      `${name} got a promise. Await the simulation first: \`${name}(await simulate({ … }))\`.`,
    );
    expect(() => check(wrong({ events: [] }))).toThrow(`${name} got {"events":[]}, expected the trace that`);
    expect(() => check(wrong(undefined))).toThrow(`${name} got undefined, expected the trace that`);
  });

  test('with an error that code can tell from others', () => {
    let caught: unknown;
    try {
      checkSettled(wrong(Promise.resolve(trace)));
    } catch (error) {
      caught = error;
    }

    expect(isCheckerUsageError(caught) && [caught.code, caught.complaint.slice(0, 13)]).toEqual([
      'NotAwaited',
      'got a promise',
    ]);
    expect(isCheckerUsageError(new Error('got a promise'))).toBe(false);
  });
});

test('the number of records is compared where it is given', () => {
  expect(checkSettled(oneRecord(), { records: 1 })).toEqual([]);
  expect(checkSettled(oneRecord(), { records: 2 })).toEqual([
    {
      code: 'otherRecordCount',
      message: 'The run read 1 record, expected 2.',
      sequenceNumbers: [],
      eventIndexes: [],
    },
  ]);
});

test('a record that is twice in the list has to be discarded twice', () => {
  const s = story({ shards: { s: [], t: [] } });
  s.read('1:a');
  s.read('1:b', { shard: 't' });
  s.discard('A', '1');
  const messages = (list: readonly string[]) => checkDiscarded(s.trace(), list).map(({ message }) => message);

  expect(messages(['1', '01'])).toEqual(['Record 1 is in the list 2 times, and was discarded once.']);
  s.discard('B', '1', 1, 'RecordAgeExceeded', { shard: 't' });
  expect(messages(['1', '01'])).toEqual([]);
});

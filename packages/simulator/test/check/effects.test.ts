import { describe, expect, test } from '@jest/globals';
import {
  checkEffectForEveryRecord,
  checkEffects,
  checkRepeatedEffects,
  type ExpectedEffects,
  lifeOf,
  repeatedEffects,
} from '@millrace/simulator';
import { story } from './story.ts';

/** Three records in one call that fails after two effects, and again; the third effect comes too late. */
function retried() {
  const s = story();
  s.read('1:a 2:b 3:c');
  s.call('A', '1 2 3');
  s.effect('A', 'email 1');
  s.effect('A', 'email 2', { outcome: 'failed', error: { errorType: 'Error', errorMessage: 'busy' } });
  s.end('A', 'functionError');
  s.call('A', '1 2 3', 2);
  s.effect('A', 'email 1');
  s.effect('A', 'email 2');
  s.effect('A', 'log', { kind: 'read' });
  s.end('A');
  s.effect('A', 'email 3', { when: 'afterAnswer' });
  return s.trace();
}

describe('checkEffects', () => {
  test.each<[ExpectedEffects | undefined, readonly string[]]>([
    [undefined, []],
    [4, []],
    [{ name: 'email', times: 3 }, []],
    [{ name: 'email', sequenceNumber: '0002', times: 1 }, []],
    [{ kind: 'read' }, []],
    [{ outcome: 'failed', times: 1 }, []],
    [{ name: 'email', when: 'afterAnswer', times: 1 }, []],
    [['email', { name: 'email', sequenceNumber: '1' }, { name: 'email', sequenceNumber: '2' }, 'log'], []],
    [['email', { outcome: 'failed' }, 'email', 'email', 'log', { sequenceNumber: '3', when: 'afterAnswer' }], []],
    [3, ['The handler has 4 effects, expected 3 (1 came after the answer, 1 not done).']],
    [
      { name: 'email', sequenceNumber: '3' },
      ['The handler has no effect called email for record 3, expected at least one (1 came after the answer).'],
    ],
    [
      ['email', 'charge', 'email'],
      [
        'Effect 2 of the run is email for [1], expected called charge.',
        'Effect 4 of the run is log, one effect too many.',
      ],
    ],
    [['email', 'email', 'email', 'log', 'log'], ['Effect 5 of the run is missing, expected called log.']],
  ])('%j', (expected, messages) => {
    expect(checkEffects(retried(), expected).map(({ message }) => message)).toEqual(messages);
  });

  test('finds nothing done in a run without effects', () => {
    expect(checkEffects(story().trace()).map(({ code }) => code)).toEqual(['effectCount']);
    expect(checkEffects(story().trace(), 0)).toEqual([]);
  });

  test.each<[unknown, string]>([
    [{ kinds: 'read' }, 'checkEffects got the unknown name `kinds` in {"kinds":"read"}. Did you mean `kind`?'],
    [{ outcome: 'lost' }, 'checkEffects got "lost" for the name `outcome`, expected one of done, failed,'],
    [[1], 'checkEffects got [1], expected a number of effects, a list of names such as'],
    [[{ name: '' }], 'checkEffects got "" for the name `name`, expected the name of an effect'],
    ['email', 'checkEffects got "email", expected a number of effects'],
  ])('refuses %j', (expected, message) => {
    expect(() => checkEffects(retried(), expected as never)).toThrow(message);
  });
});

describe('checkRepeatedEffects', () => {
  test('finds what a later call did again for the same record, and nothing else', () => {
    expect(checkRepeatedEffects(retried())).toEqual([
      {
        code: 'effectRepeated',
        message: 'email for record 1 was done 2 times: by the invocations 0, 1.',
        shardId: 's',
        sequenceNumbers: ['1'],
        eventIndexes: [2, 6],
      },
    ]);
  });

  test.each<[string, string, boolean]>([
    ['of the same key, where the record is open and the calls share one', 'log', true],
    ['of several records', 'bulk 1 2', true],
  ])('finds an effect %s', (_what, effect, isFound) => {
    const s = story();
    s.read('1:a 2:b');
    s.call('A', '1 2');
    s.effect('A', effect);
    s.end('A', 'functionError');
    s.call('A', '1 2', 2);
    s.effect('A', effect);
    s.end('A');

    expect(checkRepeatedEffects(s.trace())).toHaveLength(isFound ? 1 : 0);
  });

  test('takes what is done twice in one call for meant, but not after an answer that was lost', () => {
    const s = story();
    s.read('1:a 2:b');
    s.call('A', '1');
    s.effect('A', 'add 1');
    s.effect('A', 'add 1');
    s.effect('A', 'put 1', { outcome: 'answerLost' });
    s.effect('A', 'put 1');
    s.end('A');
    s.call('B', '2');
    s.effect('B', 'add');
    s.effect('B', 'read 1', { kind: 'read' });
    s.end('B');

    expect(repeatedEffects(s.trace()).map(({ again }) => again.map(({ effect }) => effect.name))).toEqual([['put']]);
  });

  test('takes equal effects of calls that share no record for two', () => {
    const s = story();
    s.read('1:a 2:b');
    for (const [id, record] of [
      ['A', '1'],
      ['B', '2'],
    ] as const) {
      s.call(id, record);
      s.effect(id, 'count');
      s.end(id);
    }

    expect(checkRepeatedEffects(s.trace())).toEqual([]);
  });
});

describe('checkEffectForEveryRecord', () => {
  test('finds records that count as processed and have nothing, or have it too late', () => {
    expect(checkEffectForEveryRecord(retried()).map(({ code, message }) => [code, message])).toEqual([
      ['effectLate', 'Record 3 of s counts as processed, and email for it came after the answer.'],
    ]);
    expect(checkEffectForEveryRecord(retried(), { name: 'charge' }).map(({ message }) => message)).toEqual([
      'Record 1 of s counts as processed, and has no charge.',
      'Record 2 of s counts as processed, and has no charge.',
      'Record 3 of s counts as processed, and has no charge.',
    ]);
  });

  test('asks nothing for records that were given up, and takes an effect for several as one for each', () => {
    const s = story();
    s.read('1:a 2:b 3:c');
    s.call('A', '1 2');
    s.effect('A', 'bulk 1 2');
    s.end('A');
    s.call('B', '3');
    s.end('B', 'functionError');
    s.discard('B', '3');

    expect(checkEffectForEveryRecord(s.trace())).toEqual([]);
  });

  test('says what became of what was tried', () => {
    const s = story();
    s.read('1:a');
    s.call('A', '1');
    s.effect('A', 'email 1', { outcome: 'refused' });
    s.end('A');

    expect(checkEffectForEveryRecord(s.trace()).map(({ message }) => message)).toEqual([
      'Record 1 of s counts as processed, and has no effect that writes: email refused.',
    ]);
  });
});

test('an effect is told in the life of each of its records', () => {
  const s = story();
  s.read('1:a 2:b');
  s.call('A', '1 2');
  s.effect('A', 'bulk 1 2');
  s.effect('A', 'email 2', { when: 'afterAnswer', outcome: 'pending' });
  s.end('A');

  expect(lifeOf(s.trace(), '2')).toEqual([
    '    0.000s read from the shard, as one of 2',
    '    1.000s invocation 0, attempt 1, number 2 of 2: success',
    '    2.000s invocation 0, effect 1: bulk, for it and 1 more: done',
    '    3.000s invocation 0, effect 2: email: pending after the answer',
  ]);
  expect(lifeOf(s.trace(), '1')).toHaveLength(3);
});

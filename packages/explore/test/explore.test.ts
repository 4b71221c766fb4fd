import { effects } from '@millrace/effects';
import { describe, expect, test } from '@jest/globals';
import { assertSurvives, explore, faultKinds, isExploreError, type ScheduledFault, sometimes } from '@millrace/explore';
import { historyOf } from '@millrace/explore/histories';
import { defineStream } from '@millrace/records';
import type { LambdaHandler, Trace } from '@millrace/simulator';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { aggregate, records } from './proof/aggregate.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 } as const;
const seed = 18;
const stream = defineStream({ item: z.object({ id: z.string().min(1), n: z.int().min(1).max(9) }), keys: ['id'] });
const items = ['a', 'b', 'c', 'd'].map((id, index) => stream.insert({ id, n: index + 1 }));

/** Adds numbers up without any care. */
const adding = () => {
  let sum = 0;
  const handler = async ({ Records }: DynamoDBStreamEvent) => {
    for (const { dynamodb } of Records) sum += Number(dynamodb?.NewImage?.['n']?.N ?? 0);
  };
  return { handler, observe: () => sum };
};

/** Keeps the last image of each item. */
const keeping = () => {
  const kept = new Map<string, unknown>();
  const handler = async ({ Records }: DynamoDBStreamEvent) => {
    for (const { dynamodb } of Records) kept.set(dynamodb?.Keys?.['id']?.S ?? '', dynamodb?.NewImage?.['n']?.N);
  };
  return { handler, observe: () => Object.fromEntries(kept) };
};

describe('an aggregate that counts twice', () => {
  test.each(['before', 'after'] as const)('fails with its dedupe key written %s the totals', async (order) => {
    const found = await explore({ setup: () => aggregate(order), records, mapping, seed });

    expect(found.ok).toBe(false);
    expect(found.counterexample).toMatchObject({ code: 'finalStateDiffers', faults: [{ fault: 'crash', attempt: 0 }] });
    expect(found.counterexample?.records).toHaveLength(1);
  });

  test('survives with the key and the totals in one transaction: 9 of 9 crash points', async () => {
    const found = await explore({
      setup: () => aggregate('together'),
      records,
      mapping,
      seed,
      runs: 50,
      enumerate: 100,
    });

    expect(found.report).toContain('It survived');
    expect(found.report).toContain('9 of 9 crash points');
    expect(found.enumerated.singles.tried).toBe(found.enumerated.singles.of);
  });
});

test('a handler that answers by its context runs where it can answer, as in `simulate`', async () => {
  const setup = () => {
    const kept = new Set<string>();
    const handler = ({ Records }: DynamoDBStreamEvent, context: { readonly done: () => void }): void => {
      for (const { dynamodb } of Records) kept.add(dynamodb?.Keys?.['id']?.S ?? '');
      context.done();
    };
    return { handler: handler as LambdaHandler, observe: () => [...kept].sort() };
  };

  const found = await explore({ setup, records: items, mapping, seed, runs: 30, enumerate: 30 });

  expect(found.report).toContain('It survived');
});

test('`runtime` says what is heard of an answer, and stands in the printed test', async () => {
  const setup = () => {
    const kept = keeping();
    const handler: LambdaHandler = async (event, _context, callback) => {
      await kept.handler(event);
      callback?.(new Error('said by a callback'));
    };
    return { ...kept, handler: Object.defineProperty(handler, 'length', { value: 2 }) };
  };
  const explored = {
    setup,
    records: items,
    mapping: { ...mapping, MaximumRetryAttempts: 0 },
    seed,
    runs: 0,
    enumerate: 1,
  };

  const older = await explore({ ...explored, runtime: 'nodejs22.x' });

  expect(older.counterexample?.code).toBe('recordLost');
  expect(older.counterexample?.test).toContain('"runtime":"nodejs22.x"');
});

test('of a run that never seems to end the report has the beginning, and says so', async () => {
  const setup = () => ({ handler: () => Promise.reject(new Error('always')) });

  const { report, counterexample } = await explore({ setup, records: items, mapping, seed, runs: 0, enumerate: 1 });

  const lines = counterexample?.trace?.toText().trimEnd().split('\n').length ?? 0;
  expect(report).toContain(`\n    … and ${lines - 41} lines more\n`);
});

describe('a handler of which nothing is seen', () => {
  const blind = {
    setup: () => ({ handler: async () => undefined }),
    records: items,
    mapping,
    seed,
    runs: 0,
    enumerate: 1,
  };
  const seen = { effect: () => effects.wrap('mail', async () => undefined), observe: () => undefined };

  test('survives, and the report says what that is worth', async () => {
    const { ok, isBlind, report } = await explore(blind);

    expect([ok, isBlind]).toEqual([true, true]);
    expect(report).toContain('\nNothing of what the handler does was seen, neither an effect nor a state (`observe`)');
  });

  test.each([
    ['an effect', { setup: () => ({ handler: seen.effect() as LambdaHandler }) }],
    ['a state', { setup: () => ({ ...blind.setup(), observe: seen.observe }) }],
    ['an invariant of its own', { invariants: { always: () => true } }],
  ])('%s is something', async (_, more) => {
    const { isBlind, report } = await explore({ ...blind, ...more });

    expect(isBlind).toBe(false);
    expect(report).not.toContain('Nothing of what');
  });
});

describe('the answer', () => {
  test('tells the story of the smallest failure', async () => {
    const { counterexample, report } = await explore({
      setup: adding,
      records: items,
      mapping,
      seed,
      faults: ['redeliver'],
    });

    expect(counterexample?.story).toBe(
      'Record 1 was delivered again after the function had answered. The final state is 2, without faults 1.',
    );
    expect(counterexample?.states).toEqual({ withFaults: 2, without: 1 });
    expect(counterexample?.sideBySide).toBe('       with faults  without\nstate  2            1');
    expect(counterexample?.trace?.toText()).toContain('again: its success is forgotten');
    expect(report).toContain(counterexample?.test.trimEnd());
  });

  test('leads back by its seed and path, to the byte', async () => {
    const options = { setup: adding, arbitrary: historyOf(stream), mapping, seed };
    const found = await explore(options);
    const again = await explore({ ...options, path: found.path ?? '' });

    expect(found.ok).toBe(false);
    expect(again.counterexample?.story).toBe(found.counterexample?.story);
    expect(again.counterexample?.test).toBe(found.counterexample?.test);
    expect((await explore(options)).report).toBe(found.report);
  });

  test('holds what a schedule comes to', async () => {
    const schedule: ScheduledFault[] = [{ fault: 'timeoutAfter', attempt: 0 }];
    const options = { records: items, mapping, schedule };

    await expect(assertSurvives({ setup: adding, ...options })).rejects.toThrow('timed out when all was done');
    expect((await assertSurvives({ setup: keeping, ...options })).runs).toBe(1);
  });
});

describe('a handler that may be called as often as AWS likes', () => {
  test('survives every fault that can strike it, also with lanes', async () => {
    const found = await explore({
      setup: keeping,
      records: items,
      mapping: { ...mapping, ParallelizationFactor: 2 },
      seed,
      runs: 200,
      enumerate: 300,
    });

    expect(found.report).toContain('It survived 501 runs');
    expect(faultKinds.filter((kind) => found.exercised[kind].struck > 0)).toEqual([
      'redeliver',
      'answerLost',
      'throttle',
      'serviceError',
      'timeoutBefore',
      'timeoutAfter',
      'splitShard',
      'restart',
      'update',
      'severalShards',
      'anyOrder',
      'interleave',
      'semantics',
      'smallerBatches',
    ]);
  });
});

describe('what needs no invariant of one’s own', () => {
  test('a record that never settles', async () => {
    const handler = async () => Promise.reject(new Error('never'));
    const found = await explore({ setup: () => ({ handler }), records: items, mapping, seed });

    expect(found.counterexample).toMatchObject({ code: 'recordLost', faults: [] });
    expect(found.counterexample?.story).toContain('No fault was needed.');
  });

  test('a record that MaximumRetryAttempts gives up', async () => {
    const found = await explore({
      setup: keeping,
      records: items,
      mapping: { ...mapping, MaximumRetryAttempts: 0 },
      seed,
    });

    expect(found.counterexample?.code).toBe('recordLost');
    expect(found.counterexample?.records).toHaveLength(1);
  });
});

describe('invariants of one’s own', () => {
  test('fail by false, a sentence or an error, and are named', async () => {
    const invariants = { small: (_trace: unknown, sum: number) => sum < 10 || 'too much' };
    const found = await explore({ setup: adding, records: items, mapping, seed, invariants, faults: ['throttle'] });

    expect(found.counterexample).toMatchObject({ code: 'invariant: small', message: 'too much', faults: [] });
    expect(found.counterexample?.records).toHaveLength(4);
  });

  test('sometimes must hold in one run', async () => {
    const once = sometimes('all is there', (_trace, sum: number) => sum === 10);
    const never = sometimes('something is missing', (_trace, sum: number) => sum === 9);
    const options = { setup: adding, records: items, mapping, seed, faults: ['throttle'] as const, runs: 10 };

    expect((await explore({ ...options, invariants: [once] })).ok).toBe(true);
    const found = await explore({ ...options, invariants: [once, never] });
    expect(found.ok).toBe(false);
    expect(found.report).toContain('"something is missing" must hold sometimes, and held in no run.');
  });
});

describe('one by one', () => {
  test('no fault, every crash point, every single fault and every pair is really run, each once', async () => {
    const runs: string[] = [];
    const put = effects.wrap('table.put', async (_cents: number) => undefined);
    const handler = async ({ Records }: DynamoDBStreamEvent) => {
      for (const { dynamodb } of Records) await put(Number(dynamodb?.NewImage?.['n']?.N));
    };
    const invariants = { noted: (trace: Trace) => void runs.push(trace.toText()) };
    const found = await explore({
      setup: () => ({ handler }),
      records: items.slice(0, 1),
      mapping,
      seed,
      runs: 0,
      faults: ['crash', 'redeliver'],
      invariants,
    });

    // One effect: three crash points, one success to forget, six pairs. The run without faults comes first.
    expect(found.enumerated).toMatchObject({
      crashPoints: { tried: 3, of: 3 },
      singles: { tried: 1, of: 1 },
      pairs: { tried: 6, of: 6 },
    });
    expect(new Set(runs).size).toBe(1 + 3 + 1 + 6);
    expect(found.exercised).toMatchObject({ crash: { asked: 12, struck: 12 }, redeliver: { asked: 4, struck: 4 } });
  });

  test('beyond the size that is asked for, the report says how far it came', async () => {
    const found = await explore({ setup: keeping, records: items, mapping, seed, runs: 0, enumerate: 40 });

    const { singles, pairs } = found.enumerated;
    expect(singles.tried).toBe(singles.of);
    expect(pairs.tried).toBeLessThan(pairs.of);
    expect(found.runs).toBe(41);
    expect(found.report).toContain(`${pairs.tried} of ${pairs.of} pairs`);
  });
});

describe('shrinking', () => {
  test('keeps the kind of failure: what fails in another way is another story', async () => {
    const invariants = { 'three or more': (_trace: unknown, sum: number) => sum >= 6 };
    const { counterexample } = await explore({
      setup: adding,
      records: items,
      mapping,
      seed,
      invariants,
      faults: ['redeliver'],
    });

    expect(counterexample?.code).toBe('finalStateDiffers');
    expect(counterexample?.records).toHaveLength(2); // The last two: 3 and 4. Without either the invariant would break.
  });
});

describe('not vacuous', () => {
  test('a fault that was asked for and never happened fails', async () => {
    const found = await explore({
      setup: keeping,
      records: items,
      mapping,
      seed,
      faults: ['crash', 'redeliver'],
      runs: 20,
    });

    expect(found.ok).toBe(false);
    expect(found.report).toContain('The fault crash was asked for and never happened.');
    expect(found.exercised.redeliver.struck).toBeGreaterThan(0);
  });
});

describe('options that make no sense', () => {
  test.each([
    [{ records: undefined }, 'Pass either `records` or `arbitrary`, and not both.'],
    [{ faults: ['explode'] }, 'There is no fault `explode`'],
    [{ runs: -1 }, '`runs` is to be a whole number from 0.'],
    [{ runtime: 'python3.12' }, 'There is no runtime `python3.12`: there are nodejs18.x, nodejs20.x'],
    [{ rnus: 5 }, 'Explore has no option `rnus`'],
    [{ path: 'here' }, '`path` is here, expected what a failure printed'],
    [{ records: [] }, '`records` is empty'],
  ])('%j', async (wrong, message) => {
    const given = { setup: keeping, records: items, mapping, seed, ...wrong } as never;

    const error: unknown = await explore(given).catch((reason: unknown) => reason);
    expect(isExploreError(error) && error.message).toContain(message);
  });

  test('an error of setup is thrown on', async () => {
    const setup = () => {
      throw new RangeError('no database');
    };

    await expect(explore({ setup, records: items, mapping, seed })).rejects.toThrow(RangeError);
  });
});

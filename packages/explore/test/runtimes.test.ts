import { describe, expect, test } from '@jest/globals';
import { explore, type Exploree } from '@millrace/explore';
import { centsOf, type Context, type Event, idOf, lanes, mapping, records, world } from './proof/world.ts';

const options = { records: records.slice(0, 2), mapping, seed: 18, runs: 30, enumerate: 60 };

type Callback = (error?: unknown, answer?: unknown) => void;
type Put = ReturnType<typeof world>['put'];

const putAll = async ({ Records }: Event, put: Put): Promise<void> => {
  for (const record of Records) await put(idOf(record), centsOf(record));
};

/** Both answer when all is done, and tell of what failed. */
const byContext = (put: Put) => (event: Event, context: Context) => {
  putAll(event, put).then(
    () => context.done(),
    (error: Error) => context.done(error),
  );
};
const byCallback = (put: Put) => (event: Event, _context: Context, callback: Callback) => {
  const done = async (): Promise<void> => {
    let failure: unknown = null;
    try {
      await putAll(event, put);
    } catch (error) {
      failure = error;
    }
    callback(failure);
  };
  void done();
};

describe('a handler that answers by its callback or context', () => {
  const over = (handlerOf: (put: Put) => Exploree['handler']) => () => {
    const { observe, put } = world();
    return { handler: handlerOf(put), observe, restart: async () => handlerOf(put) };
  };

  test.each([
    ['context.done, in calls that take turns', byContext, ['interleave', 'effectRefused'] as const],
    ['context.done, in a process that takes time to start', byContext, ['freshProcess', 'effectRefused'] as const],
    ['the callback, in a process that takes time to start', byCallback, ['freshProcess', 'effectRefused'] as const],
  ])('%s: is not taken for answered before it has answered', async (_name, handlerOf, faults) => {
    const found = await explore({ ...options, mapping: lanes, setup: over(handlerOf), faults });

    expect(found.report).toMatch(/^It survived/);
  });
});

describe('the runtime', () => {
  const setup = () => ({ handler: byCallback(async () => undefined) });

  test('that is named hears what it hears, and is in the test that is printed', async () => {
    const { counterexample } = await explore({ ...options, setup, runtime: 'nodejs24.x' });

    expect(counterexample).toMatchObject({ code: 'recordLost', faults: [] });
    expect(counterexample?.test).toContain('"runtime":"nodejs24.x"');
  });

  test('that is not named is one that the handler can answer', async () => {
    expect((await explore({ ...options, setup, runs: 0, enumerate: 0 })).ok).toBe(true);
  });
});

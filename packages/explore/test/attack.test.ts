import { describe, expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { explore } from '@millrace/explore';
import { centsOf, type Event, mapping, records, world } from './proof/world.ts';

const options = { records: records.slice(0, 2), mapping, seed: 18, runs: 20, enumerate: 60 };

describe('what a run cannot be compared with', () => {
  test('a handler that draws by chance is told so, and not of a fault', async () => {
    const setup = () => {
      const drawn: number[] = [];
      const handler = async ({ Records }: Event) => void drawn.push(...Records.map(() => Math.random()));
      return { handler, observe: () => drawn };
    };
    const { counterexample } = await explore({ ...options, setup });

    expect(counterexample).toMatchObject({ code: 'notRepeatable', faults: [] });
    expect(counterexample?.records).toHaveLength(1);
    expect(counterexample?.story).toMatch(/^No fault was needed\. Two runs without faults end in different states\./);
    expect(counterexample?.story).toMatch(/`0` is 0\.\d+, before 0\.\d+\.$/);
  });

  test('a world that the runs share is no fresh one, though it is one object', async () => {
    const ledger = { total: 0 };
    const handler = async ({ Records }: Event) => {
      for (const record of Records) ledger.total += centsOf(record);
    };
    const { counterexample } = await explore({ ...options, setup: () => ({ handler, observe: () => ledger }) });

    expect(counterexample?.code).toBe('notRepeatable');
    expect(counterexample?.story).toContain('`setup` is to make a fresh world for each run');
  });
});

describe('states of any kind', () => {
  const cyclic = (total: number) => {
    const state: Record<string, unknown> = { total };
    state['self'] = state;
    return state;
  };
  test.each<[name: string, state: (total: number) => unknown, told: RegExp]>([
    ['a bigint', (total) => BigInt(total), /is 20n, without faults 10n/],
    ['a Map', (total) => new Map([['sum', total]]), /`sum` is 20, without faults 10/],
    ['a Set', (total) => new Set([total]), /is Set\(1\) \{ 20 \}, without faults Set\(1\) \{ 10 \}/],
    ['a Date', (total) => new Date(total), /is 1970-01-01T00:00:00.020Z, without faults 1970-01-01T00:00:00.010Z/],
    ['a cycle', cyclic, /`total` is 20, without faults 10/],
    [
      'functions, which are never the same',
      (total) => ({ total, get: () => total }),
      /end in different states.*`get` is/,
    ],
    ['a promise of it', async (total) => ({ total }), /`total` is 20, without faults 10/],
    ['a hundred thousand characters', (total) => `${total}`.padEnd(100_000, 'x'), /more characters, without faults/],
  ])('%s', async (_name, stateOf, told) => {
    const setup = () => {
      let total = 0;
      const handler = async ({ Records }: Event) => {
        for (const record of Records) total += centsOf(record);
      };
      return { handler, observe: () => stateOf(total) };
    };
    const { ok, counterexample } = await explore({ ...options, setup, faults: ['redeliver'] });

    expect(ok).toBe(false);
    expect(counterexample?.story).toMatch(told);
    expect(counterexample?.story.length).toBeLessThan(1000);
  });

  test('observe that throws under a fault alone is a failure with a story', async () => {
    const setup = () => {
      const { add, observe } = world();
      const handler = async ({ Records }: Event) => {
        for (const record of Records) await add(centsOf(record), '');
      };
      const strict = () => {
        const { total } = observe();
        if (total > 30) throw new RangeError('there is too much');
        return total;
      };
      return { handler, observe: strict };
    };
    const { counterexample } = await explore({ ...options, setup });

    expect(counterexample?.code).toBe('observeFails');
    expect(counterexample?.story).toContain('`observe` throws, and does not without faults: there is too much');
  });

  test('observe that always throws is an error of its own', async () => {
    const observe = () => {
      throw new RangeError('no database');
    };

    await expect(explore({ ...options, setup: () => ({ handler: async () => undefined, observe }) })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('handlers that do strange things', () => {
  test.each<[name: string, thrown: unknown]>([
    ['undefined', undefined],
    ['a text', 'no'],
    ['a symbol', Symbol('no')],
    ['an object without a prototype', Object.create(null)],
    [
      'an error whose message throws',
      Object.defineProperty(new Error(''), 'message', {
        get: () => {
          throw new Error('no message');
        },
      }),
    ],
  ])('throws %s', async (_name, thrown) => {
    const handler = () => {
      throw thrown;
    };
    const { counterexample } = await explore({ ...options, setup: () => ({ handler }) });

    expect(counterexample).toMatchObject({ code: 'recordLost', faults: [] });
  });

  test('never answers', async () => {
    const handler = () => new Promise(() => undefined);
    const { counterexample } = await explore({ ...options, setup: () => ({ handler }), enumerate: 0, runs: 0 });

    expect(counterexample).toMatchObject({ code: 'recordLost', faults: [] });
  });

  test('never answers when an effect fails', async () => {
    const setup = () => {
      const put = effects.wrap('table.put', async (_cents: number) => undefined);
      const handler = async ({ Records }: Event) => {
        for (const record of Records) await put(centsOf(record)).catch(() => new Promise(() => undefined));
      };
      return { handler };
    };
    const found = await explore({ ...options, setup, faults: ['effectRefused'] });

    expect(found.report).toContain('It survived');
  });

  test('records of 400 KB are told of in short', async () => {
    const [record] = records;
    const large = {
      ...record,
      dynamodb: { ...record?.dynamodb, NewImage: { ...record?.dynamodb?.NewImage, text: { S: 'x'.repeat(400_000) } } },
    } as never;
    const setup = () => {
      const texts: string[] = [];
      const handler = async ({ Records }: Event) =>
        void texts.push(...Records.map(({ dynamodb }) => dynamodb?.NewImage?.['text']?.S ?? ''));
      return { handler, observe: () => texts };
    };
    const { counterexample } = await explore({ ...options, records: [large], setup, faults: ['redeliver'] });

    expect(counterexample?.story.length).toBeLessThan(1000);
    expect(counterexample?.sideBySide.length).toBeLessThan(2000);
  });
});

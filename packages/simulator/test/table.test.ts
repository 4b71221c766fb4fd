import { describe, expect, test } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import {
  createSimulation,
  elapse,
  isScenarioError,
  openStream,
  simulate,
  simulateTogether,
  type OpenStream,
  type ScenarioOptions,
} from '../src/index.ts';
import { eventsOf, record, records, timedCalls, type StreamEvent } from './fixtures.ts';

const mapping = { StartingPosition: 'TRIM_HORIZON' } as const;

/** Writes each new record's item once more. */
function marking(table: OpenStream) {
  return ({ Records }: StreamEvent): void => {
    for (const one of Records) if (one.eventName === 'INSERT') table.append({ ...one, eventName: 'MODIFY' });
  };
}

/** Writes each record's item again, whatever it is. */
function repeating(table: OpenStream) {
  return ({ Records }: StreamEvent): void => {
    for (const one of Records) table.append({ ...one, eventName: 'MODIFY' });
  };
}

async function loopOf(options: Partial<ScenarioOptions>): Promise<{ message: string; cycle: readonly unknown[] }> {
  const error: unknown = await simulate({ mapping, ...options } as ScenarioOptions).catch((thrown: unknown) => thrown);
  if (!isScenarioError(error)) throw new Error('the run ended');
  expect(error.code).toBe('EndlessLoop');
  return { message: error.message, cycle: error.cycle ?? [] };
}

describe('a handler that writes to its own table', () => {
  test('its writes are records of the run, with numbers that follow and the time of the write', async () => {
    const table = openStream();

    const trace = await simulate({ handler: marking(table), table, records: records(2), mapping });

    expect(timedCalls(trace)).toBe('0:[1,2] 0:[3,4]');
    expect(trace.checkpoints.at(-1)?.sequenceNumber).toBe('4');
    const [first, second] = eventsOf(trace, 'recordsRead');
    expect(second?.itemKeys).toEqual(first?.itemKeys);
    expect(second?.createdAtMs).toEqual([0, 0]);
  });

  test('a table without records runs to its end, and what is appended outside of a run is nothing', async () => {
    const table = openStream();
    table.append(record(1));

    expect((await simulate({ handler: () => undefined, table, mapping })).invocations).toEqual([]);
  });

  test('a write comes at the moment that the handler has got to', async () => {
    const table = openStream();
    const handler = async (event: StreamEvent, context: object): Promise<void> => {
      await elapse(context, 600);
      marking(table)(event);
    };

    const trace = await simulate({ handler, table, records: [record(1)], mapping });

    expect(eventsOf(trace, 'recordsRead').at(-1)).toMatchObject({ createdAtMs: [600], sequenceNumbers: ['2'] });
  });

  test('a write is read before given records of later, which are counted on where it leaves them no number', async () => {
    const table = openStream();
    const given = [record(1), record(2, { at: 60 }), record(10, { at: 61 })];

    const trace = await simulate({
      handler: marking(table),
      table,
      records: given,
      mapping: { ...mapping, BatchSize: 1 },
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[2] 60:[3] 60:[4] 61:[10] 61:[11]');
    const keys = eventsOf(trace, 'recordsRead').flatMap(({ itemKeys }) => itemKeys);
    expect(keys[2]).toContain('item-2');
  });

  test('records from an asynchronous iterable go the same way', async () => {
    async function* later(): AsyncGenerator<DynamoDBRecord> {
      yield* [record(1), record(2, { at: 60 })];
    }
    const table = openStream();

    const trace = await simulate({
      handler: marking(table),
      table,
      records: later(),
      mapping: { ...mapping, BatchSize: 1 },
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[2] 60:[3] 60:[4]');
  });

  test('a retry that writes again makes another record', async () => {
    const table = openStream();
    const faults: ScenarioOptions['faults'] = ({ index }) => (index === 0 ? 'timeout' : undefined);

    const trace = await simulate({ handler: marking(table), table, records: [record(1)], mapping, faults });

    expect(timedCalls(trace)).toBe('0:[1] 3.2:[1] 3.2:[2,3]');
  });

  test('the view of the table decides what its records show', async () => {
    const seen: unknown[] = [];
    const table = openStream({ view: 'KEYS_ONLY' });
    const handler = (event: StreamEvent): void => {
      seen.push(...event.Records.map(({ dynamodb }) => [dynamodb?.StreamViewType, dynamodb?.NewImage !== undefined]));
      marking(table)(event);
    };

    await simulate({ handler, table, records: [record(1, { padding: 3 })], mapping });

    expect(seen).toEqual([
      ['NEW_AND_OLD_IMAGES', true],
      ['KEYS_ONLY', false],
    ]);
  });

  test('the same run gives the same trace', async () => {
    const run = async (): Promise<string> => {
      const table = openStream();
      return (await simulate({ handler: marking(table), table, records: records(9), mapping })).toText();
    };

    expect(await run()).toBe(await run());
  });
});

describe('a handler that feeds itself', () => {
  test('ends with its smallest cycle: which record, which call, which write', async () => {
    const table = openStream();

    const { message, cycle } = await loopOf({ handler: repeating(table), table, records: [record(1, { key: 'a' })] });

    expect(cycle).toEqual([
      {
        record: '101',
        itemKey: expect.stringContaining('a'),
        eventName: 'MODIFY',
        invocation: 100,
        write: 'append',
        leadsTo: '102',
      },
    ]);
    expect(message).toContain('of 101 records, the limit of `maximumGenerations`, each led to the next');
    expect(message).toContain('came to invocation 100, which wrote (append) record 102');
  });

  test('a cycle over two items is told as two steps', async () => {
    const table = openStream();
    const handler = ({ Records }: StreamEvent): void => {
      for (const { dynamodb } of Records)
        table.append(record(1, { key: dynamodb?.Keys?.['id']?.S === 'a' ? 'b' : 'a', eventName: 'MODIFY' }));
    };

    const { cycle } = await loopOf({ handler, table, records: [record(1, { key: 'a' })], maximumGenerations: 12 });

    expect(cycle).toHaveLength(2);
  });

  test('one that makes new items for ever is told by what it does to them', async () => {
    const table = openStream();
    let count = 0;
    const handler = (): void => table.append(record(1, { key: `new-${++count}` }));

    const { message, cycle } = await loopOf({ handler, table, records: [record(1)], maximumGenerations: 10 });

    expect(cycle).toHaveLength(1);
    expect(message).toContain('each time of items that were not there before');
  });

  test('a chain as long as the limit passes', async () => {
    const table = openStream();
    let left = 100;
    const handler = ({ Records }: StreamEvent): void => {
      if (left-- > 0 && Records[0] !== undefined) table.append(Records[0]);
    };

    const trace = await simulate({ handler, table, records: [record(1)], mapping });

    expect(trace.invocations).toHaveLength(101);
  });

  test('many records that each write once are no loop, in whatever batches their writes come back', async () => {
    const table = openStream();
    const given = Array.from({ length: 400 }, (_, index) => record(10 * (index + 1), { at: index / 4 }));
    const handler = ({ Records }: StreamEvent): void => {
      for (const { eventName } of Records)
        if (eventName === 'INSERT') table.append(record(1, { key: 'counter', eventName: 'MODIFY' }));
    };

    const trace = await simulate({ handler, table, records: given, mapping });

    expect(trace.invocations.flatMap(({ sequenceNumbers }) => sequenceNumbers)).toHaveLength(800);
  });

  test('a function that hides the table from its errors cannot hide the loop', async () => {
    const table = openStream();
    const handler = (event: StreamEvent): void => {
      try {
        repeating(table)(event);
      } catch {}
    };

    await loopOf({ handler, table, records: [record(1)] });
  });
});

describe('several mappings of a table', () => {
  test('what one writes the other reads', async () => {
    const table = openStream();

    const { writer, reader } = await simulateTogether({
      table,
      records: [record(1)],
      mappings: { writer: { handler: marking(table), mapping }, reader: { handler: () => undefined, mapping } },
    });

    expect(timedCalls(writer)).toBe('0:[1] 0:[2]');
    expect(timedCalls(reader)).toBe('0:[1,2]');
  });

  test('two that feed each other are a loop, which names whose each call was', async () => {
    const table = openStream();
    const to = (from: string, key: string) => ({
      handler: ({ Records }: StreamEvent): void => {
        for (const { dynamodb } of Records)
          if (dynamodb?.Keys?.['id']?.S === from) table.append(record(1, { key, eventName: 'MODIFY' }));
      },
      mapping,
    });

    await expect(
      simulateTogether({ table, records: [record(1, { key: 'a' })], mappings: { ab: to('a', 'b'), ba: to('b', 'a') } }),
    ).rejects.toMatchObject({
      code: 'EndlessLoop',
      message: expect.stringMatching(
        /came to invocation \d+ of ab, which wrote[^]*came to invocation \d+ of ba, which/,
      ),
      cycle: [{ mapping: 'ab' }, { mapping: 'ba' }],
    });
  });
});

test('a table is refused where it cannot be: with shards, with splits, when it is none, and in a snapshot', async () => {
  const run = (options: object) => simulate({ handler: () => undefined, mapping, ...options });

  await expect(run({ table: 'orders' })).rejects.toThrow('expected a table that can be connected');
  await expect(run({ table: openStream(), shards: { a: { records: [] } } })).rejects.toThrow('has one shard');
  await expect(run({ table: openStream(), actions: [{ do: 'splitShard', atMs: 1, shardId: 'a' }] })).rejects.toThrow(
    'has one shard',
  );
  const simulation = await createSimulation({ handler: () => undefined, table: openStream(), mapping });
  expect(() => simulation.snapshot()).toThrow('what the table holds is not ours to copy');
});

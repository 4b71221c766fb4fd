import { expect, test } from '@jest/globals';
import { createTrace } from '../../src/trace/trace.ts';
import { EventLog } from '../../src/trace/eventLog.ts';
import type { Trace } from '../../src/index.ts';
import type { TraceEvent } from '../../src/trace/traceEvent.ts';
import { failingOn, records, run } from '../fixtures.ts';

// What no short run ever meets: the events of a long one are packed, and made anew when they are read.

const bisected = {
  BisectBatchOnFunctionError: true,
  MaximumRetryAttempts: 1,
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' } },
};

/** Events of runs with failures, documents, windows and answers, over and over, until there are so many. */
async function manyEvents(count: number): Promise<{ readonly events: readonly TraceEvent[]; readonly trace: Trace }> {
  const trace = await run({ records: records(20), handler: failingOn(7), mapping: { BatchSize: 8, ...bisected } });
  const others = [
    await run({ records: records(9), mapping: { BatchSize: 1 } }),
    await run({
      records: records(4),
      handler: async () => ({ state: { n: [1] } }),
      mapping: { TumblingWindowInSeconds: 10 },
    }),
  ];
  const story = [trace, ...others].flatMap(({ events }) => events);
  const events: TraceEvent[] = [];
  while (events.length < count) {
    for (const event of story.slice(0, count - events.length)) events.push({ ...event, atMs: events.length / 4 });
  }
  return { events, trace };
}

function logOf(events: readonly TraceEvent[]): EventLog {
  const log = new EventLog({ longRun: 1024, atOnce: 128 });
  for (const event of events) log.push(event);
  return log;
}

/** As text, with the order of the properties, and with what JSON does not tell. */
function written(events: Iterable<TraceEvent>): readonly string[] {
  return Array.from(events, (event) =>
    JSON.stringify(event, (_, value: unknown) =>
      value === undefined ? 'undefined' : Object.is(value, -0) ? '-0' : value,
    ),
  );
}

test.each([10, 1024, 1025, 1024 + 128, 1024 + 128 + 1, 3000])(
  'the log of %s events gives each as it was, once and again, as an array too',
  async (count) => {
    const { events } = await manyEvents(count);
    const log = logOf(events);
    const texts = written(events);

    expect(written(log)).toEqual(texts);
    expect(written(log)).toEqual(texts);
    expect(log.newest).toEqual(events.at(-1));
    expect(written(log.all())).toEqual(texts);
    expect(log.all()).toBe(log.all());
    expect(written(log)).toEqual(texts);
  },
);

test('a trace of many events says the same whether its events were read before or not', async () => {
  const { events, trace } = await manyEvents(3000);
  const views = (each: Trace): unknown => {
    const { invocations, checkpoints, discarded, destination, metrics, warnings, lastProcessingResult } = each;
    return { invocations, checkpoints, discarded, destination, metrics, warnings, lastProcessingResult };
  };
  const plain = createTrace(events, trace.scenario);
  const packed = createTrace(logOf(events), trace.scenario);
  const readBefore = createTrace(logOf(events), trace.scenario);

  expect(readBefore.events).toEqual(events);
  expect(views(packed)).toEqual(views(plain));
  expect(views(readBefore)).toEqual(views(plain));
  expect(packed.toText()).toBe(plain.toText());
  expect(Object.keys(packed)).toEqual(Object.keys(plain));
});

test('values of every kind come back as they are, though not all events of a kind have one', () => {
  const odd = [
    0,
    -0,
    1.5,
    2 ** 40,
    -1,
    NaN,
    Infinity,
    undefined,
    null,
    'text',
    Array.from({ length: 3 }).toSpliced(1, 1),
    { a: undefined },
    ['x'],
    [['x']],
  ]; // oxlint-disable-line no-sparse-arrays -- a hole is a value too
  const rows = Array.from({ length: 3000 }, (_, index) => ({
    type: 'invocationEnded',
    ...(index % 3 === 0
      ? { response: odd[index % odd.length], atMs: 1 }
      : { atMs: odd[index % 7], error: odd[index % 13] }),
    sequenceNumbers: [['1'], [], ['2', '3']][index % 3],
  })) as unknown as readonly TraceEvent[];

  const read = logOf(rows).all();

  expect(read).toStrictEqual(rows);
  expect(read.every((event, index) => 'response' in event === 'response' in (rows[index] as object))).toBe(true);
  expect(read.every((event, index) => Object.is(event.atMs, rows[index]?.atMs))).toBe(true);
});

test('an empty report stays one, and what throws when it is looked at stays what it is', () => {
  const hostile = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error('hostile');
      },
    },
  );
  const many = [
    { batchItemFailures: [] },
    { batchItemFailures: [], more: 1 },
    { batchItemFailures: [{}] },
    {},
    [],
    hostile,
  ];
  // Empty, but for names that some have.
  const listOf = (index: number): object => (index % 500 === 499 ? Object.assign([], { two: 2 }) : []);
  const rows = Array.from({ length: 3000 }, (_, index) => ({
    type: 'invocationEnded',
    response: index < 1200 ? { batchItemFailures: listOf(index) } : many[index % many.length],
  })) as unknown as readonly TraceEvent[];

  const read = logOf(rows).all() as readonly { readonly response?: unknown }[];

  expect(read.slice(0, 1200)).toStrictEqual(rows.slice(0, 1200));
  expect(read.map(({ response }) => response === hostile)).toEqual(
    rows.map((row) => (row as { readonly response?: unknown }).response === hostile),
  );
  const other = (row: { readonly response?: unknown }): boolean => row.response !== hostile;
  expect(read.filter(other)).toStrictEqual((rows as readonly { readonly response?: unknown }[]).filter(other));
});

test('what is added to a copy, or to what it was copied from, is not seen by the other', async () => {
  const { events } = await manyEvents(3000);
  const [event] = events as [TraceEvent];
  const log = logOf(events);
  const copy = log.copy();
  copy.push({ ...event, atMs: -1 });
  log.push({ ...event, atMs: -2 });
  log.push({ ...event, atMs: -3 });
  const later = copy.copy();
  later.all();

  expect(written(copy)).toEqual(written([...events, { ...event, atMs: -1 }]));
  expect(written(log).slice(-2)).toEqual(
    written([
      { ...event, atMs: -2 },
      { ...event, atMs: -3 },
    ]),
  );
  expect(later.all()).toHaveLength(3001);
  expect(copy.weight).toBe(logOf([...copy]).weight);
});

import { describe, expect, test } from '@jest/globals';
import { defaultSemantics, type EventSourceMapping, type Semantics, type Trace } from '../src/index.ts';
import { hashLane } from '../src/core/lane.ts';
import {
  calls,
  counting,
  discards,
  documents,
  eventsOf,
  failingOn,
  queueArn,
  record,
  records,
  reporting,
  reports,
  run,
  timedCalls,
  toQueue,
  type Setup,
  type StreamEvent,
} from './fixtures.ts';

const window: Partial<EventSourceMapping> = { TumblingWindowInSeconds: 10 };
const once: Partial<EventSourceMapping> = { MaximumRetryAttempts: 0 };

/** The same scenario under the default and under other semantics. */
async function under(setup: Setup, semantics: Partial<Semantics>): Promise<readonly [standard: Trace, other: Trace]> {
  return [await run(setup), await run({ ...setup, semantics })];
}

/** The knobs that steps of a trace rest on, with the type of step. */
function assumptions({ events }: Trace): readonly string[] {
  return events.flatMap(({ type, assumption }) => (assumption === undefined ? [] : [`${type}: ${assumption}`]));
}

/** A handler that answers the same to every call. */
const answering = (answer: unknown) => () => answer;

test('every knob has a default, and the scenario of a trace shows the resolved values', async () => {
  const trace = await run({ semantics: { suffixTopUp: true, pollIntervalMs: undefined as never } });

  expect((await run()).scenario.semantics).toEqual(defaultSemantics);
  expect(trace.scenario.semantics).toEqual({ ...defaultSemantics, suffixTopUp: true });
});

describe('retries and suffixes', () => {
  test('U1 backoff: doubles from 200 ms up to a minute; another schedule may be given', async () => {
    const setup = { handler: failingOn(1), mapping: { MaximumRetryAttempts: 4 } };
    const [standard, other] = await under(setup, { backoff: { firstMs: 1000, factor: 3, maxMs: 10_000 } });
    const constant = await run({ ...setup, semantics: { backoff: { firstMs: 500, factor: 1, maxMs: 500 } } });

    expect(timedCalls(standard)).toBe('0:[1] 0.2:[1] 0.6:[1] 1.4:[1] 3:[1]');
    expect(timedCalls(other)).toBe('0:[1] 1:[1] 4:[1] 13:[1] 23:[1]');
    expect(timedCalls(constant)).toBe('0:[1] 0.5:[1] 1:[1] 1.5:[1] 2:[1]');
    expect(assumptions(standard)).toEqual(['backedOff: backoff', 'backedOff: backoff', 'backedOff: backoff']);
  });

  test('U1 backoff: throttles wait by the same schedule', async () => {
    const trace = await run({ faults: ({ index }) => (index < 4 ? 'throttle' : undefined) });

    expect(timedCalls(trace)).toBe('3:[1]');
  });

  test('U2 suffixTopUp: a suffix stays as it is; or it is filled up with newer records', async () => {
    const setup = { records: records(6), handler: reporting(3), mapping: { ...reports, BatchSize: 3, ...once } };
    const [standard, other] = await under(setup, { suffixTopUp: true });

    expect(calls(standard)).toBe('[1,2,3] [3] [4,5,6]');
    expect(calls(other)).toBe('[1,2,3] [3,4,5] [6]');
    expect(assumptions(standard)).toEqual(['batchResumed: suffixTopUp']);
  });

  test('U2 suffixTopUp: where nothing newer waits, nothing is assumed', async () => {
    const trace = await run({ records: records(3), handler: reporting(3), mapping: { ...reports, ...once } });

    expect(assumptions(trace)).toEqual([]);
  });

  test('U2 suffixTopUp: what was read already is newer too, even when the shard has no more', async () => {
    const trace = await run({
      records: records(3, { padding: 500 }),
      handler: reporting(2),
      mapping: { ...reports, ...once, BatchSize: 3 },
      semantics: { payloadLimitBytes: 2000 },
    });

    expect(calls(trace)).toBe('[1,2] [2] [3]');
    expect(assumptions(trace)).toContain('batchResumed: suffixTopUp');
  });

  test('U2 suffixTopUp: a suffix that is a full batch by the size of an update cannot be topped up', async () => {
    const resumedAs = async (BatchSize: number): Promise<readonly string[]> => {
      const trace = await run({
        records: records(6),
        handler: reporting(3),
        mapping: { ...reports, ...once, BatchSize: 4 },
        invocationDurationMs: 1000,
        actions: [{ atMs: 500, do: 'update', mapping: { BatchSize } }],
        semantics: { callAcrossUpdate: 'newSettings' },
        untilMs: 1500,
      });
      return assumptions(trace);
    };

    expect(await resumedAs(3)).toEqual(['batchResumed: suffixTopUp']);
    expect(await resumedAs(2)).toEqual([]);
  });
});

describe('odd answers', () => {
  const judged = async (response: unknown, semantics: Partial<Semantics>): Promise<readonly string[]> => {
    const setup = { records: records(3), handler: answering(response), mapping: { ...reports, ...once } };
    const [standard, other] = await under(setup, semantics);
    return [
      ...[standard, other].map(({ invocations: [first] }) => first?.outcome ?? ''),
      ...assumptions(standard).slice(0, 1),
    ];
  };

  test('U3 numericIdentifier: a JSON number equal to a sequence number is malformed; or it is accepted', async () => {
    expect(await judged({ batchItemFailures: [{ itemIdentifier: 2 }] }, { numericIdentifier: 'accepted' })).toEqual([
      'malformedReport',
      'partialFailure',
      'invocationEnded: numericIdentifier',
    ]);
  });

  test.each(['ok', 5, true, [1]])('U3 nonObjectResponse: %j is a success; or a failure', async (response) => {
    expect(await judged(response, { nonObjectResponse: 'failure' })).toEqual([
      'success',
      'malformedReport',
      'invocationEnded: nonObjectResponse',
    ]);
  });

  test.each([{}, 'text', 5, false])(
    'U3 nonListReport: a report that is %j is malformed; or a success',
    async (report) => {
      expect(await judged({ batchItemFailures: report }, { nonListReport: 'success' })).toEqual([
        'malformedReport',
        'success',
        'invocationEnded: nonListReport',
      ]);
    },
  );

  test('U3 mixedReport: one good and one bad entry are malformed; or the good one counts', async () => {
    const report = [{ itemIdentifier: '2' }, { itemIdentifier: '99' }, null];

    expect(await judged({ batchItemFailures: report }, { mixedReport: 'useValidEntries' })).toEqual([
      'malformedReport',
      'partialFailure',
      'invocationEnded: mixedReport',
    ]);
  });

  test('U3 mixedReport: with only bad entries a report is malformed in any case, and nothing is assumed', async () => {
    expect(await judged({ batchItemFailures: [{ itemIdentifier: '99' }] }, { mixedReport: 'useValidEntries' })).toEqual(
      ['malformedReport', 'malformedReport'],
    );
  });

  test('U3: documented answers rest on no assumption', async () => {
    for (const response of [null, '', [], {}, { batchItemFailures: [] }, { batchItemFailures: null }]) {
      const trace = await run({ handler: answering(response), mapping: reports });

      expect(assumptions(trace)).toEqual([]);
    }
  });

  test('S8 responseLimitBytes: an answer of 6 MB and a little passes; or a smaller limit holds', async () => {
    const setup = { handler: answering('x'.repeat(1000)), mapping: once };
    const [standard, other] = await under(setup, { responseLimitBytes: 1001 });

    expect(standard.invocations[0]?.outcome).toBe('success');
    expect(other.invocations[0]?.outcome).toBe('responseTooLarge');
  });
});

describe('reading and batching', () => {
  test('U4 batchingWindowStart: with the first record after an idle time; or with the end of the previous call', async () => {
    const setup = {
      records: [record(1), record(2, { at: 3600 })],
      mapping: { MaximumBatchingWindowInSeconds: 20 },
    };
    const [standard, other] = await under(setup, { batchingWindowStart: 'previousCall' });

    expect(timedCalls(standard)).toBe('20:[1] 3620:[2]');
    expect(timedCalls(other)).toBe('20:[1] 3600:[2]');
    expect(assumptions(standard)).toEqual(['invocationStarted: batchingWindowStart']);
  });

  test('U10 payloadLimitBytes: 6 MiB of the event; or another limit', async () => {
    const [standard, other] = await under({ records: records(3, { padding: 500 }) }, { payloadLimitBytes: 2000 });

    expect(calls(standard)).toBe('[1,2,3]');
    expect(calls(other)).toBe('[1,2] [3]');
    expect(assumptions(standard)).toEqual([]);
    expect(assumptions(other)).toEqual(['invocationStarted: payloadLimitBytes']);
  });

  test('S1 pollIntervalMs: four polls a second; or another rate', async () => {
    const [standard, other] = await under({ records: [record(1), record(2, { at: 0.1 })] }, { pollIntervalMs: 1000 });

    expect(timedCalls(standard)).toBe('0:[1] 0.25:[2]');
    expect(timedCalls(other)).toBe('0:[1] 1:[2]');
  });

  test('S2 retentionMs: 24 hours; or another time', async () => {
    const [standard, other] = await under({ records: [record(1, { at: -3600 })] }, { retentionMs: 3_600_000 });

    expect(calls(standard)).toBe('[1]');
    expect(calls(other)).toBe('');
  });
});

describe('LATEST, delays and readers', () => {
  const latest = { StartingPosition: 'LATEST' } as const;
  const restarts = [
    { atMs: 100_000, do: 'disable' as const },
    { atMs: 200_000, do: 'enable' as const },
    { atMs: 300_000, do: 'update' as const, mapping: { BatchSize: 9 } },
  ];
  /** Each just inside or just outside of a gap of ten seconds after the start, the enable and the update. */
  const written = [0, 9, 10, 199, 200, 209, 210, 299, 300, 309, 310].map((at, index) => record(index + 1, { at }));

  test('S2 latestGapMs: LATEST misses nothing; or what is written while the mapping is created or updated', async () => {
    const setup = { records: written, mapping: latest, actions: restarts };
    const [standard, other] = await under(setup, { latestGapMs: { creation: 10_000, update: 10_000 } });
    const missed = eventsOf(other, 'recordsSkipped').flatMap(({ sequenceNumbers }) => sequenceNumbers);

    expect(standard.invocations.flatMap(({ sequenceNumbers }) => sequenceNumbers)).toHaveLength(11);
    expect(missed).toEqual(['1', '2', '5', '6', '9', '10']);
    expect(assumptions(other)).toContain('recordsSkipped: latestGapMs');
    expect(other.metrics.PolledEventCount).toBe(5);
  });

  test('S2 latestGapMs: one number is both gaps, and each may be given alone', async () => {
    const missedBy = async (latestGapMs: number | { creation?: number; update?: number }): Promise<number> => {
      const trace = await run({ records: written, mapping: latest, actions: restarts, semantics: { latestGapMs } });
      return eventsOf(trace, 'recordsSkipped').flatMap(({ sequenceNumbers }) => sequenceNumbers).length;
    };

    expect(await missedBy(10_000)).toBe(6);
    expect(await missedBy({ creation: 10_000 })).toBe(2);
    expect(await missedBy({ update: 10_000 })).toBe(4);
    await expect(missedBy({ creation: -1 })).rejects.toThrow('semantics.latestGapMs.creation is -1');
    await expect(missedBy({ updates: 1 } as object)).rejects.toThrow('semantics.latestGapMs has no knob `updates`');
    await expect(missedBy('10s' as never)).rejects.toThrow('semantics.latestGapMs is 10s (string)');
  });

  test('S2 latestGapMs: TRIM_HORIZON misses nothing, whatever the gap', async () => {
    const trace = await run({ records: written, actions: restarts, semantics: { latestGapMs: 10_000 } });

    expect(eventsOf(trace, 'recordsSkipped')).toEqual([]);
  });

  test('S1 startUpDelayMs: polls begin with the mapping; or some time after it', async () => {
    const setup = { records: [record(1), record(2, { at: 70 })] };
    const [standard, other] = await under(setup, { startUpDelayMs: 60_000 });

    expect(timedCalls(standard)).toBe('0:[1] 70:[2]');
    expect(timedCalls(other)).toBe('60:[1] 70:[2]');
  });

  test('S3 updateDelayMs: an update takes effect at once; or later, and until then the old settings hold', async () => {
    const setup: Setup = {
      records: [0, 10, 50, 90, 130].map((at, index) => record(index + 1, { at })),
      actions: [
        { atMs: 5000, do: 'disable' },
        { atMs: 65_000, do: 'enable' },
        { atMs: 100_000, do: 'redeploy', handler: () => undefined },
      ],
    };
    const [standard, other] = await under(setup, { updateDelayMs: 30_000 });

    expect(timedCalls(standard)).toBe('0:[1] 65:[2,3] 90:[4] 130:[5]');
    expect(timedCalls(other)).toBe('0:[1] 10:[2] 95:[3,4] 130:[5]');
    expect(eventsOf(other, 'handlerReplaced').map(({ atMs }) => atMs)).toEqual([100_000]);
    expect(assumptions(other)).toEqual(['mappingDisabled: updateDelayMs', 'mappingEnabled: updateDelayMs']);
  });

  test('S44 rollOverDelayMs: a child is read as soon as its parents are finished; or some time after', async () => {
    const setup: Setup = {
      shards: { a: { records: [record(1)] }, b: { parents: ['a'], records: [record(2)] } },
    };
    const [standard, other] = await under(setup, { rollOverDelayMs: 60_000 });

    expect(timedCalls(standard)).toBe('0:[1] 0:[2]');
    expect(timedCalls(other)).toBe('0:[1] 60:[2]');
  });

  test('S2 latestOfDisabled: LATEST of a mapping that is created disabled counts from its creation; or from its first enable', async () => {
    const setup = {
      records: [record(1, { at: -1 }), record(2, { at: 5 }), record(3, { at: 15 }), record(4, { at: 25 })],
      mapping: { StartingPosition: 'LATEST', Enabled: false },
      actions: [
        { atMs: 10_000, do: 'update' as const, mapping: { Enabled: true } },
        { atMs: 20_000, do: 'disable' as const },
        { atMs: 30_000, do: 'enable' as const },
      ],
    };
    const [standard, other] = await under(setup, { latestOfDisabled: 'firstEnable' });
    const enabled = { ...setup, mapping: { StartingPosition: 'LATEST' } };
    const [atOnce, otherAtOnce] = await under(enabled, { latestOfDisabled: 'firstEnable' });

    expect(timedCalls(standard)).toBe('10:[2] 15:[3] 30:[4]');
    expect(timedCalls(other)).toBe('15:[3] 30:[4]');
    expect(timedCalls(otherAtOnce)).toBe(timedCalls(atOnce));
    expect(assumptions(standard)).toEqual(['mappingUpdated: latestOfDisabled']);
    expect(assumptions(atOnce)).toEqual([]);
  });

  test('S62 callAcrossUpdate: a call that an update finds under way is judged by the old settings; or by the new', async () => {
    const setup: Setup = {
      records: records(2),
      handler: reporting(2),
      mapping: { ...once, ...toQueue },
      invocationDurationMs: 1000,
      actions: [{ atMs: 500, do: 'update', mapping: { ...reports, MaximumRetryAttempts: 5 } }],
      untilMs: 3000,
    };
    const [standard, other] = await under(setup, { callAcrossUpdate: 'newSettings' });

    expect(standard.invocations.map(({ outcome }) => outcome)).toEqual(['success']);
    expect(other.invocations[0]?.outcome).toBe('partialFailure');
    expect(assumptions(standard)).toEqual(['mappingUpdated: callAcrossUpdate']);
  });

  test('S65 readersOfShard: one reader reads at every poll; or of many, each at some, and a warning says so', async () => {
    const setup = { records: [record(1), record(2, { at: 0.1 }), record(3, { at: 1.1 })] };
    const [standard, other] = await under(setup, { readersOfShard: 6 });
    const two = await run({ ...setup, semantics: { readersOfShard: 2 } });

    expect(timedCalls(standard)).toBe('0:[1] 0.25:[2] 1.25:[3]');
    expect(timedCalls(two)).toBe(timedCalls(standard));
    expect(timedCalls(other)).toBe('0:[1] 0.75:[2] 1.5:[3]');
    expect(other.warnings.map(({ code }) => code)).toContain('tooManyReaders');
    expect(two.warnings.map(({ code }) => code)).not.toContain('tooManyReaders');
  });
});

describe('lanes', () => {
  test('U5 laneAssignment: by the hash of the item; or to the lane that has least to do', async () => {
    const keys = ['a', 'c', 'e', 'b', 'd', 'f'];
    const setup = {
      records: keys.map((key, index) => record(index + 1, { key })),
      mapping: { ParallelizationFactor: 2 },
      invocationDurationMs: 100,
    };
    const [standard, other] = await under(setup, { laneAssignment: 'leastLoaded' });

    expect(calls(other)).toBe('[1,3,5] [2,4,6]');
    expect(calls(standard)).not.toBe(calls(other));
    expect(assumptions(standard)).toEqual(['shardStarted: laneAssignment']);
  });

  test('U5 laneAssignment: the hash spreads many items over all lanes', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let item = 0; item < 10_000; item++) {
      const lane = hashLane(`item-${item}`, 10);
      counts[lane] = (counts[lane] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1200);
  });

  test('U5 laneAssignment: an item that a lane still holds goes to that lane, least loaded or not', async () => {
    const trace = await run({
      records: [
        ...['a', 'a', 'a', 'b'].map((key, index) => record(index + 1, { key })),
        record(5, { key: 'a', at: 1 }),
        record(6, { key: 'b', at: 1 }),
      ],
      mapping: { ParallelizationFactor: 2 },
      semantics: { laneAssignment: 'leastLoaded' },
      invocationDurationMs: 2500,
    });

    expect(timedCalls(trace)).toBe('0:[1,2,3] 0:[4] 2.5:[5] 2.5:[6]');
  });

  test('U5 laneReadAheadRecords: a blocked lane does not keep the others from reading; or soon it does', async () => {
    const items = Array.from({ length: 60 }, (_, index) =>
      record(index + 1, { key: index % 2 === 0 ? 'bad' : `item-${index}` }),
    );
    const setup: Setup = {
      records: items,
      handler: failingOn(...Array.from({ length: 30 }, (_, index) => 2 * index + 1)),
      mapping: { BatchSize: 1, ParallelizationFactor: 5 },
      untilMs: 1000,
    };
    const [standard, other] = await under(setup, { laneReadAheadRecords: 1 });
    const delivered = ({ invocations }: Trace) =>
      new Set(invocations.flatMap(({ sequenceNumbers }) => sequenceNumbers)).size;

    expect(delivered(standard)).toBeGreaterThan(24);
    expect(delivered(other)).toBeLessThan(20);
  });

  test('U5 laneReadAheadRecords: once they are read, the other lanes send what they hold, full batch or not', async () => {
    const trace = await run({
      records: Array.from({ length: 12 }, (_, index) => record(index + 1, { key: index === 3 ? 'b' : 'a' })),
      mapping: { BatchSize: 3, ParallelizationFactor: 2 },
      semantics: { laneReadAheadRecords: 1 },
      invocationDurationMs: 1000,
    });

    expect(timedCalls(trace)).toBe('0:[1,2,3] 0:[4] 1:[5,6,7] 2:[8,9,10] 3:[11,12]');
  });

  test('U5 laneAssignment: an update to several lanes says what it rests on', async () => {
    const trace = await run({
      records: [record(1, { at: 5 })],
      actions: [{ atMs: 1000, do: 'update', mapping: { ParallelizationFactor: 2 } }],
    });

    expect(assumptions(trace)).toEqual(['mappingUpdated: laneAssignment']);
  });
});

describe('discards and documents', () => {
  const neighbours = {
    records: records(4),
    handler: failingOn(2, 3),
    mapping: { ...once, ...toQueue, BisectBatchOnFunctionError: true },
  };
  const ranges = (trace: Trace): readonly string[] =>
    documents(trace).map(({ DDBStreamBatchInfo: { startSequenceNumber, endSequenceNumber, batchSize } }) => {
      return `${startSequenceNumber}..${endSequenceNumber} (${batchSize})`;
    });

  test('U6 documents: one for neighbours of a bisected batch; or one for each discarded batch', async () => {
    const [standard, other] = await under(neighbours, { documents: 'onePerBatch' });

    expect(ranges(standard)).toEqual(['2..3 (2)']);
    expect(ranges(other)).toEqual(['2..2 (1)', '3..3 (1)']);
    expect(assumptions(standard)).toEqual(['documentDelivered: documents']);
    expect(assumptions(other)).toEqual(['documentDelivered: documentTime', 'documentDelivered: documents']);
  });

  test('U6 documents: neighbours that were whole batches have one each; or one together', async () => {
    const setup = { ...neighbours, mapping: { ...once, ...toQueue, BatchSize: 1 } };
    const [standard, other] = await under(setup, { documents: 'mergeNeighbours' });

    expect(ranges(standard)).toEqual(['2..2 (1)', '3..3 (1)']);
    expect(ranges(other)).toEqual(['2..3 (2)']);
  });

  test('U6 documents: a run with neighbours in a bisected batch is warned about, whatever becomes of them', async () => {
    const traces = await under(neighbours, { documents: 'onePerBatch' });
    const alone = await run({ ...neighbours, handler: failingOn(2) });
    const ofTwoBatches = await run({ ...neighbours, mapping: { ...neighbours.mapping, BatchSize: 1 } });
    const unsent = await run({ ...neighbours, mapping: { ...neighbours.mapping, DestinationConfig: {} } });
    const codes = ({ warnings }: Trace): readonly string[] => warnings.map(({ code }) => code);

    for (const trace of [...traces, ofTwoBatches]) expect(codes(trace)).toEqual(['documentsMayMerge']);
    expect(ofTwoBatches.warnings[0]?.message).toMatch(/^Neighbours were given up under BisectBatchOnFunctionError: /);
    expect(codes(alone)).toEqual([]);
    expect(codes(unsent)).toEqual(['noDestination']);
  });

  test('U6 documents: records that are no neighbours, or failed for another cause, are not merged', async () => {
    for (const documents of ['mergeBisected', 'mergeNeighbours'] as const) {
      const apart = await run({ ...neighbours, handler: failingOn(1, 4), semantics: { documents } });

      expect(ranges(apart)).toEqual(['1..1 (1)', '4..4 (1)']);
    }
    const causes = await run({
      records: [record(1, { at: -80 }), record(2)],
      handler: failingOn(2),
      mapping: { ...once, ...toQueue, MaximumRecordAgeInSeconds: 60 },
      semantics: { documents: 'mergeNeighbours' },
    });

    expect(documents(causes).map(({ requestContext }) => requestContext.condition)).toEqual([
      'RecordAgeExceeded',
      'RetryAttemptsExhausted',
    ]);
  });

  test('U6 documents: neighbours of two batches that bisect took apart are one document too, where bisect or not does not count', async () => {
    const trace = await run({
      ...neighbours,
      mapping: { ...neighbours.mapping, BatchSize: 2 },
      semantics: { documents: 'mergeNeighbours' },
    });

    expect(calls(trace)).toBe('[1,2] [1] [2] [3,4] [3] [4]');
    expect(ranges(trace)).toEqual(['2..3 (2)']);
  });

  test('U6 documents: what is held back for merging is sent at the end of the run, and once', async () => {
    const trace = await run({
      ...neighbours,
      handler: failingOn(3, 4),
      actions: [{ atMs: 100_000, do: 'enable' }],
      semantics: { documents: 'mergeNeighbours' },
    });

    expect(ranges(trace)).toEqual(['3..4 (2)']);
    expect(trace.events.slice(-2).map(({ type, atMs }) => [type, atMs])).toEqual([
      ['documentDelivered', 0],
      ['warned', 0],
    ]);
  });

  test('U6 documentTime: a document is sent when the whole bisected batch is worked out; or when its batch is given up', async () => {
    const setup = {
      ...neighbours,
      handler: failingOn(2),
      mapping: { ...neighbours.mapping, MaximumRetryAttempts: 1 },
      invocationDurationMs: 100,
    };
    const [other, standard] = await under(setup, { documentTime: 'atDiscard' });

    const steps = (trace: Trace): string =>
      trace.events
        .flatMap((event) => {
          if (event.type === 'documentDelivered') return [`${event.atMs}:document`];
          return event.type === 'invocationStarted' ? [`${event.atMs}:[${event.sequenceNumbers.join(',')}]`] : [];
        })
        .join(' ');
    expect(steps(standard)).toBe('0:[1,2,3,4] 100:[1,2] 200:[1] 300:[2] 600:[2] 700:document 700:[3,4]');
    expect(steps(other)).toBe('0:[1,2,3,4] 100:[1,2] 200:[1] 300:[2] 600:[2] 700:[3,4] 800:document');
    expect(documents(other)[0]?.timestamp).toBe('2026-01-01T00:00:00.800Z');
    expect(discards(other)).toEqual(discards(standard));
  });

  test('U6 documentTime: several documents of one bisected batch are sent in the order of their discards', async () => {
    const trace = await run({
      records: records(6),
      handler: failingOn(1, 3, 6),
      mapping: { ...neighbours.mapping, BatchSize: 4 },
    });

    expect(ranges(trace)).toEqual(['1..1 (1)', '3..3 (1)', '6..6 (1)']);
  });

  test('U6 documentTime: the document of the last part of a bisected batch does not overtake what waits', async () => {
    const trace = await run({ ...neighbours, handler: failingOn(1, 4) });

    expect(ranges(trace)).toEqual(['1..1 (1)', '4..4 (1)']);
  });

  test('U6 documentTime: the document about an early final call waits for no suffix, which bisect did not make', async () => {
    let number = 0;
    const trace = await run({
      records: records(2),
      // The state beside the report is too large, and the final call that it makes due fails.
      handler: (event: StreamEvent) => {
        if (event.isFinalInvokeForWindow) throw new Error('not yet');
        return number++ === 0
          ? { state: 'x'.repeat(2_000_000), batchItemFailures: [{ itemIdentifier: '2' }] }
          : { state: {} };
      },
      mapping: { ...window, ...reports, ...once, ...toQueue, BisectBatchOnFunctionError: true },
      invocationDurationMs: 100,
      untilMs: 1000,
    });

    expect(timedCalls(trace)).toBe('0:[1,2] 0.1:[] 0.2:[2]');
    expect(eventsOf(trace, 'documentDelivered').map(({ atMs }) => atMs)).toEqual([200]);
  });

  test('U6 documentTime: the document of a batch that was not taken apart is sent at its discard in any case', async () => {
    const setup = { records: records(2), handler: failingOn(1), mapping: { ...once, ...toQueue } };
    const [standard, other] = await under(setup, { documentTime: 'atDiscard' });

    expect(other.events).toEqual(standard.events);
    expect(other.events.map(({ type }) => type)).toEqual([
      'shardStarted',
      'recordsRead',
      'invocationStarted',
      'invocationEnded',
      'recordsDiscarded',
      'documentDelivered',
      'checkpointed',
    ]);
  });

  test('U6 documentTime: a disable within the bisected batch sends what waits', async () => {
    const trace = await run({
      records: records(4),
      handler: failingOn(1, 3),
      mapping: { ...neighbours.mapping, MaximumRetryAttempts: 1 },
      actions: [
        { atMs: 300, do: 'disable' },
        { atMs: 9000, do: 'enable' },
      ],
    });

    expect(eventsOf(trace, 'documentDelivered').map(({ atMs }) => atMs)).toEqual([300, 9200]);
    expect(ranges(trace)).toEqual(['1..1 (1)', '3..3 (1)']);
  });

  test('U7 rejectionsCountAsInvokes: throttles do not raise approximateInvokeCount; or they do', async () => {
    const setup: Setup = {
      handler: failingOn(1),
      mapping: { ...once, ...toQueue },
      faults: ({ index }) => (index < 2 ? 'throttle' : undefined),
    };
    const [standard, other] = await under(setup, { rejectionsCountAsInvokes: true });

    expect(discards(standard)).toEqual(['[1] RetryAttemptsExhausted 1']);
    expect(discards(other)).toEqual(['[1] RetryAttemptsExhausted 3']);
    expect(assumptions(standard)).toContain('recordsDiscarded: rejectionsCountAsInvokes');
  });

  test('U8 retentionExpiryDocument: what the stream lost is not reported; or it is', async () => {
    const setup = { handler: failingOn(1), records: [record(1)], mapping: toQueue };
    const [standard, other] = await under(setup, { retentionExpiryDocument: true });

    expect(standard.destination).toEqual([]);
    expect(other.destination).toMatchObject([{ destination: queueArn }]);
    expect(documents(other)[0]?.requestContext.condition).toBe('StreamRetentionExceeded');
    expect(assumptions(standard).at(-1)).toBe('recordsDiscarded: retentionExpiryDocument');
  });

  test('U12 droppedWithoutDestination: drops are counted without a destination; or they are not', async () => {
    const setup = { records: records(3), handler: failingOn(1), mapping: once };
    const [standard, other] = await under(setup, { droppedWithoutDestination: 'notCounted' });

    expect(standard.metrics.DroppedEventCount).toBe(3);
    expect(other.metrics).not.toHaveProperty('DroppedEventCount');
  });
});

describe('age', () => {
  const limit = { ...toQueue, MaximumRecordAgeInSeconds: 60 };

  test('S38 ageBoundary: a record as old as the limit is expired; or it is kept', async () => {
    const [standard, other] = await under(
      { records: [record(1, { at: -60 })], mapping: limit },
      { ageBoundary: 'kept' },
    );

    expect(calls(standard)).toBe('');
    expect(calls(other)).toBe('[1]');
    expect(assumptions(standard)).toEqual(['recordsDiscarded: ageBoundary']);
  });

  test('S38 ageBoundary: one record of that age among the discarded is enough to rest on it', async () => {
    const trace = await run({ records: [record(1, { at: -61 }), record(2, { at: -60 })], mapping: limit });

    expect(discards(trace)).toEqual(['[1,2] RecordAgeExceeded 1']);
    expect(assumptions(trace)).toEqual(['recordsDiscarded: ageBoundary']);
  });

  test('S38 ageBoundary: what is discarded for its retries rests on no age, whatever it is', async () => {
    const trace = await run({
      records: [record(1)],
      handler: failingOn(1),
      mapping: { ...limit, ...once },
      invocationDurationMs: 60_000,
      functionTimeoutMs: 90_000,
    });

    expect(discards(trace)).toEqual(['[1] RetryAttemptsExhausted 1']);
    expect(assumptions(trace)).toEqual([]);
  });

  test('S38 counterAfterPartialExpiry: the counter is kept; or it starts afresh', async () => {
    const setup = {
      records: [record(1, { at: -59.5 }), record(2)],
      handler: failingOn(2),
      mapping: { ...limit, MaximumRetryAttempts: 2 },
    };
    const [standard, other] = await under(setup, { counterAfterPartialExpiry: 'fresh' });

    expect(timedCalls(standard)).toBe('0:[1,2] 0.2:[1,2] 0.6:[2]');
    expect(timedCalls(other)).toBe('0:[1,2] 0.2:[1,2] 0.6:[2] 0.8:[2] 1.2:[2]');
    expect(assumptions(standard)).toContain('recordsDiscarded: counterAfterPartialExpiry');
  });

  test('S38 counterAfterPartialExpiry: before the first call there is no counter to assume anything of', async () => {
    const trace = await run({ records: [record(1, { at: -80 }), record(2)], mapping: limit });

    expect(calls(trace)).toBe('[2]');
    expect(assumptions(trace)).toEqual([]);
  });

  test('S38 counterAfterPartialExpiry: where the whole batch expires nothing is assumed of its counter', async () => {
    const trace = await run({ records: [record(1, { at: -59.5 })], handler: failingOn(1), mapping: limit });

    expect(discards(trace)).toEqual(['[1] RecordAgeExceeded 2']);
    expect(assumptions(trace)).toEqual(['backedOff: backoff']);
  });
});

describe('tumbling windows', () => {
  const outgrowing = (event: StreamEvent): unknown =>
    event.Records[0]?.eventID === 'event-1' ? { state: 'x'.repeat(2_000_000) } : counting(event);

  test('U9 afterEarlyTermination: later records are a new instance of the window; or they are skipped', async () => {
    const setup = {
      records: [record(1), record(2, { at: 1 }), record(3, { at: 10 })],
      handler: outgrowing,
      mapping: window,
      untilMs: 15_000,
    };
    const [standard, other] = await under(setup, { afterEarlyTermination: 'skipRecords' });

    expect(timedCalls(standard)).toBe('0:[1] 0:[] 1:[2] 10:[] 10:[3]');
    expect(timedCalls(other)).toBe('0:[1] 0:[] 10:[3]');
    expect(assumptions(standard)).toEqual(['invocationStarted: stateLimitBytes']);
    expect(assumptions(other)).toContain('recordsSkipped: afterEarlyTermination');
    expect(other.checkpoints.at(-1)?.sequenceNumber).toBe('3');
  });

  test('U9 afterEarlyTermination: where records are skipped, the next window ends as any other', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 1 }), record(3, { at: 10 })],
      handler: outgrowing,
      mapping: window,
      semantics: { afterEarlyTermination: 'skipRecords' },
    });

    expect(timedCalls(trace)).toBe('0:[1] 0:[] 10:[3] 140:[]');
  });

  test('U9 finalCallOfEmptyWindow: a window that lost all its records has a final call; or it has none', async () => {
    const setup = {
      records: [record(1), record(2, { at: 10 })],
      handler: (event: StreamEvent) => {
        failingOn(1)(event);
        return counting(event);
      },
      mapping: { ...window, ...once },
      untilMs: 15_000,
    };
    const [standard, other] = await under(setup, { finalCallOfEmptyWindow: 'skipped' });

    expect(timedCalls(standard)).toBe('0:[1] 10:[] 10:[2]');
    expect(timedCalls(other)).toBe('0:[1] 10:[2]');
    expect(assumptions(standard)).toEqual(['invocationStarted: finalCallOfEmptyWindow']);
    expect(assumptions(other)).toEqual(['windowClosed: finalCallOfEmptyWindow']);
    expect(eventsOf(other, 'windowClosed')).toMatchObject([{ isTerminatedEarly: false }]);
  });

  test('U9 stateOfPartialReport: the state beside a report with progress counts; or it does not', async () => {
    const setup = {
      records: records(4),
      handler: (event: StreamEvent) => ({ ...counting(event), ...reporting(3)(event) }),
      mapping: { ...window, ...reports, ...once },
      untilMs: 1000,
    };
    const [standard, other] = await under(setup, { stateOfPartialReport: 'ignored' });

    expect(standard.invocations.map(({ state }) => state)).toEqual([{}, { count: 4 }]);
    expect(other.invocations.map(({ state }) => state)).toEqual([{}, {}]);
    expect(assumptions(standard)).toEqual(['batchResumed: stateOfPartialReport']);
  });

  test('U9 windowAcrossDisable: an open window keeps its state; or it is replayed from its first record', async () => {
    const setup: Setup = {
      records: [record(1), record(2, { at: 10 }), record(3, { at: 11 }), record(4, { at: 14 })],
      handler: counting,
      mapping: window,
      actions: [
        { atMs: 12_000, do: 'disable' },
        { atMs: 15_000, do: 'enable' },
      ],
      untilMs: 19_000,
    };
    const [standard, other] = await under(setup, { windowAcrossDisable: 'replayed' });

    expect(timedCalls(standard)).toBe('0:[1] 10:[] 10:[2] 11:[3] 15:[4]');
    expect(standard.invocations.at(-1)?.state).toEqual({ count: 2 });
    expect(assumptions(standard)).toEqual(['mappingEnabled: windowAcrossDisable']);
    expect(timedCalls(other)).toBe('0:[1] 10:[] 10:[2] 11:[3] 15:[2,3,4]');
    expect(other.invocations.at(-1)?.state).toEqual({});
    expect(other.checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['1']);
  });

  test('U9 windowAcrossDisable: or it is replayed onto the state it had, which counts its records again', async () => {
    const trace = await run({
      records: [record(1, { at: 10 }), record(2, { at: 11 }), record(3, { at: 14 }), record(4, { at: 20 })],
      handler: counting,
      mapping: window,
      semantics: { windowAcrossDisable: 'replayedOntoState' },
      actions: [
        { atMs: 12_000, do: 'disable' },
        { atMs: 15_000, do: 'enable' },
      ],
      untilMs: 21_000,
    });

    expect(timedCalls(trace)).toBe('10:[1] 11:[2] 15:[1,2,3] 20:[] 20:[4]');
    expect(trace.invocations.map(({ state }) => state)).toEqual([{}, { count: 1 }, { count: 2 }, { count: 5 }, {}]);
  });

  test('U9 windowAcrossDisable: replayed onto its state, a window whose size is updated is closed, and its records come again', async () => {
    const trace = await run({
      records: [record(1, { at: 10 }), record(2, { at: 11 })],
      handler: counting,
      mapping: window,
      semantics: { windowAcrossDisable: 'replayedOntoState' },
      actions: [{ atMs: 12_000, do: 'update', mapping: { TumblingWindowInSeconds: 5 } }],
      untilMs: 13_000,
    });

    expect(timedCalls(trace)).toBe('10:[1] 11:[2] 12:[] 12:[1,2]');
    expect(trace.invocations.map(({ state }) => state)).toEqual([{}, { count: 1 }, { count: 2 }, {}]);
  });

  test('U9 windowAcrossDisable: the checkpoint of a replayed window moves on when its final call succeeded', async () => {
    const trace = await run({
      records: [record(1), record(2, { at: 10 }), record(3, { at: 20 })],
      handler: counting,
      mapping: window,
      semantics: { windowAcrossDisable: 'replayed' },
    });

    expect(trace.checkpoints.map(({ sequenceNumber, atMs }) => [sequenceNumber, atMs])).toEqual([
      ['1', 10_000],
      ['2', 20_000],
      ['3', 150_000],
    ]);
  });

  test('U9 finalCallAge: a failing final call ages from when it was due; or from the start or the end of its window', async () => {
    const setup: Setup = {
      records: [record(1), record(2, { at: 100 })],
      handler: (event: StreamEvent) => {
        if (event.isFinalInvokeForWindow) throw new Error('never');
        return counting(event);
      },
      mapping: { ...window, ...toQueue, MaximumRecordAgeInSeconds: 60 },
      untilMs: 210_000,
    };
    const [standard, fromStart] = await under(setup, { finalCallAge: 'windowStart' });
    const fromEnd = await run({ ...setup, semantics: { finalCallAge: 'windowEnd' } });

    expect(discards(standard)[0]).toBe('[] RecordAgeExceeded 9');
    expect(eventsOf(standard, 'recordsDiscarded')[0]?.atMs).toBeGreaterThanOrEqual(160_000);
    expect(discards(fromStart)[0]).toBe('[] RecordAgeExceeded 1');
    expect(eventsOf(fromStart, 'recordsDiscarded')[0]?.atMs).toBe(100_000);
    expect(discards(fromEnd)[0]).toBe('[] RecordAgeExceeded 1');
    expect(assumptions(standard)).toContain('recordsDiscarded: finalCallAge');
  });

  test('U10 stateLimitBytes: a state of 1 MiB; or another limit', async () => {
    const [standard, other] = await under(
      { handler: counting, mapping: window, untilMs: 1000 },
      { stateLimitBytes: '{"count":1}'.length - 1 },
    );

    expect(calls(standard)).toBe('[1]');
    expect(calls(other)).toBe('[1] []');
    expect(other.invocations.at(-1)).toMatchObject({ isWindowTerminatedEarly: true, state: { count: 1 } });
  });

  test('U13 idleWindowCloseMs: an idle window is closed two minutes after its end; or after another time', async () => {
    const [standard, other] = await under({ handler: counting, mapping: window }, { idleWindowCloseMs: 5000 });

    expect(timedCalls(standard)).toBe('0:[1] 130:[]');
    expect(timedCalls(other)).toBe('0:[1] 15:[]');
    expect(assumptions(standard)).toEqual(['invocationStarted: idleWindowCloseMs']);
    expect(standard.toText()).toContain('final state {"count":1} (assumed: idleWindowCloseMs)');
  });

  test('U13 idleWindowCloseMs: for ever is a possible time', async () => {
    const trace = await run({ handler: counting, mapping: window, semantics: { idleWindowCloseMs: Infinity } });

    expect(calls(trace)).toBe('[1]');
  });
});

test('a run that rests on nothing unknown names no assumption', async () => {
  const trace = await run({
    records: records(8),
    handler: failingOn(2),
    mapping: { BatchSize: 4, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
  });

  expect(assumptions(trace)).toEqual([]);
});

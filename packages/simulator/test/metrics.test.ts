import { describe, expect, test } from '@jest/globals';
import { failingOn, record, records, reporting, reports, run, toQueue } from './fixtures.ts';

const once = { MaximumRetryAttempts: 0 };

describe('event source mapping metrics', () => {
  test('S58: a failed batch that is delivered counts its records as polled, invoked, failed and delivered, not dropped', async () => {
    const { metrics } = await run({ records: records(3), handler: failingOn(1), mapping: { ...once, ...toQueue } });

    expect(metrics).toEqual({
      IteratorAge: [expect.objectContaining({ value: 0 })],
      PolledEventCount: 3,
      InvokedEventCount: 3,
      FailedInvokeEventCount: 3,
      OnFailureDestinationDeliveredEventCount: 3,
    });
  });

  test('S58: a destination that refuses: dropped, and one delivery failure a document', async () => {
    const { metrics } = await run({
      records: records(3),
      handler: failingOn(1),
      mapping: { ...once, ...toQueue },
      refusesDelivery: () => true,
    });

    expect(metrics).toMatchObject({ DroppedEventCount: 3, DestinationDeliveryFailures: 1 });
    expect(metrics).not.toHaveProperty('OnFailureDestinationDeliveredEventCount');
  });

  test('S58: retries count as invoked again', async () => {
    const { metrics } = await run({
      records: records(3),
      handler: failingOn(1),
      mapping: { ...toQueue, MaximumRetryAttempts: 2 },
    });

    expect(metrics).toMatchObject({ PolledEventCount: 3, InvokedEventCount: 9, FailedInvokeEventCount: 9 });
  });

  test('S58: what a filter leaves out is polled and filtered, not invoked', async () => {
    const { metrics } = await run({
      records: [record(1), record(2, { eventName: 'REMOVE' }), record(3)],
      mapping: { FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] } },
    });

    expect(metrics).toMatchObject({ PolledEventCount: 3, FilteredOutEventCount: 1, InvokedEventCount: 2 });
    expect(metrics).not.toHaveProperty('FailedInvokeEventCount');
  });

  test('S58: of a report with progress the suffix counts as failed', async () => {
    const { metrics } = await run({
      records: records(4),
      handler: reporting(3),
      mapping: { ...once, ...reports, ...toQueue },
    });

    expect(metrics).toMatchObject({ InvokedEventCount: 6, FailedInvokeEventCount: 4 });
  });

  test('S58: what ages out without a call is delivered, and not invoked', async () => {
    const { metrics } = await run({
      records: [record(1, { at: -80 })],
      mapping: { ...toQueue, MaximumRecordAgeInSeconds: 60 },
    });

    expect(metrics).toEqual({ IteratorAge: [], PolledEventCount: 1, OnFailureDestinationDeliveredEventCount: 1 });
  });

  test('S58: the expiry of the stream itself is not in DroppedEventCount', async () => {
    const { metrics, discarded } = await run({ handler: failingOn(1) });

    expect(discarded).toMatchObject([{ condition: 'StreamRetentionExceeded' }]);
    expect(metrics).toMatchObject({ PolledEventCount: 1 });
    expect(metrics).not.toHaveProperty('DroppedEventCount');
  });

  test('S58: what lies before the starting position is not polled', async () => {
    const given = [record(1, { at: -90_000 }), record(2, { at: -5 }), record(3)];

    const oldest = await run({ records: given, mapping: { ...toQueue } });
    const latest = await run({ records: given, mapping: { ...toQueue, StartingPosition: 'LATEST' } });

    expect(oldest.metrics).toMatchObject({ PolledEventCount: 2, InvokedEventCount: 2 });
    expect(latest.metrics).toMatchObject({ PolledEventCount: 1, InvokedEventCount: 1 });
  });

  test('S58: what the stream dropped while the mapping was disabled is not polled', async () => {
    const { metrics, discarded } = await run({
      records: [record(1), record(2, { at: 5000 })],
      mapping: { ...toQueue, Enabled: false },
      actions: [{ atMs: 25 * 3_600_000, do: 'enable' }],
    });

    expect(discarded).toMatchObject([{ sequenceNumber: '1', condition: 'StreamRetentionExceeded' }]);
    expect(metrics).toMatchObject({ PolledEventCount: 1, InvokedEventCount: 1 });
  });

  test('S58: throttled attempts are not invoked', async () => {
    const { metrics } = await run({ faults: ({ index }) => (index < 2 ? 'throttle' : undefined) });

    expect(metrics).toMatchObject({ InvokedEventCount: 1 });
  });

  test('S58: without a destination a discard counts by the mapping that held at that moment', async () => {
    const { metrics } = await run({
      records: [record(1), record(2, { at: 10 })],
      handler: failingOn(1, 2),
      mapping: { ...once },
      actions: [{ atMs: 5000, do: 'update', mapping: toQueue }],
    });

    expect(metrics).toMatchObject({ DroppedEventCount: 1, OnFailureDestinationDeliveredEventCount: 1 });
  });
});

describe('iterator age', () => {
  test('S59: the age of the last record of a batch when its processing finished, once a call', async () => {
    const { metrics } = await run({
      records: [record(1, { at: -10 }), record(2, { at: -4 })],
      handler: failingOn(1),
      mapping: { MaximumRetryAttempts: 1 },
      invocationDurationMs: 2000,
    });

    expect(metrics.IteratorAge.map(({ atMs, value }) => [atMs, value])).toEqual([
      [2000, 6000],
      [4200, 8200],
    ]);
  });

  test('S59: a call without records, as ends a window, has no iterator age', async () => {
    const { metrics, invocations } = await run({
      handler: () => ({ state: {} }),
      mapping: { TumblingWindowInSeconds: 10 },
    });

    expect(invocations).toHaveLength(2);
    expect(metrics.IteratorAge).toHaveLength(1);
  });

  test('S59: names the shard', async () => {
    const { metrics } = await run({ shards: { a: { records: records(1) }, b: { records: [record(1, { at: 5 })] } } });

    expect(metrics.IteratorAge.map(({ shardId }) => shardId)).toEqual(['a', 'b']);
  });
});

describe('LastProcessingResult', () => {
  test.each([
    ['No records processed', { records: [] }],
    ['OK', {}],
    ['OK', { records: records(2), handler: reporting(2), mapping: reports, untilMs: 0, faults: second('throttle') }],
    ['PROBLEM: Function call failed', { handler: failingOn(1), mapping: once }],
    ['PROBLEM: Function call failed', { mapping: once, faults: () => 'timeout' as const }],
  ])('S42: is "%s"', async (result, setup) => {
    const trace = await run(setup);

    expect(trace.lastProcessingResult).toBe(result);
  });
});

/** A fault for every attempt but the first. */
function second(fault: 'throttle') {
  return ({ index }: { readonly index: number }) => (index > 0 ? fault : undefined);
}

import { describe, expect, test } from '@jest/globals';
import { checkRetryBudget, checkSettled, type Fault, lifeOf } from '../src/index.ts';
import { calls, eventsOf, failingOn, record, records, reports, run } from './fixtures.ts';

const redeliverFirst = ({ index }: { readonly index: number }): Fault | undefined =>
  index === 0 ? 'redeliver' : undefined;

describe('redelivery of a success', () => {
  test('S60: a success that is forgotten comes again as a new batch, under a new request id', async () => {
    const trace = await run({ records: records(3), mapping: { BatchSize: 2 }, faults: redeliverFirst });

    expect(calls(trace)).toBe('[1,2] [1,2] [3]');
    expect(trace.invocations.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'success'],
      [1, 'success'],
      [1, 'success'],
    ]);
    expect(new Set(trace.invocations.map(({ requestId }) => requestId)).size).toBe(3);
    expect(lifeOf(trace, '1').join('\n')).toContain('the success is forgotten: it comes again');
    expect(trace.toText()).toContain('deliver [1 2] again: its success is forgotten');
    expect(checkSettled(trace)).toEqual([]);
    expect(checkRetryBudget(trace)).toEqual([]);
  });

  test('S60: the checkpoint does not pass a success that is forgotten', async () => {
    const trace = await run({ records: records(2), mapping: { BatchSize: 2 }, faults: redeliverFirst });

    const kinds = trace.events.map(({ type }) => type);
    expect(kinds.indexOf('checkpointed')).toBeGreaterThan(kinds.lastIndexOf('invocationEnded'));
    expect(trace.checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual(['2']);
  });

  test('S60: progress that is forgotten brings back the whole batch', async () => {
    let isFirst = true;
    const handler = () => {
      const answer = isFirst ? { batchItemFailures: [{ itemIdentifier: '2' }] } : undefined;
      isFirst = false;
      return Promise.resolve(answer);
    };
    const trace = await run({ records: records(3), handler, mapping: { ...reports }, faults: redeliverFirst });

    expect(calls(trace)).toBe('[1,2,3] [1,2,3]');
    expect(eventsOf(trace, 'batchResumed')).toEqual([]);
  });

  test('S60: a call that fails is retried as ever, for there is no success to forget', async () => {
    const trace = await run({
      records: records(1),
      handler: failingOn(1),
      mapping: { MaximumRetryAttempts: 1 },
      faults: redeliverFirst,
    });

    expect(calls(trace)).toBe('[1] [1]');
    expect(eventsOf(trace, 'batchRedelivered')).toEqual([]);
    expect(trace.discarded).toHaveLength(1);
  });

  test('S60: the state of a window is forgotten with the success', async () => {
    const handler = async ({ state, Records }: { state: { count?: number }; Records: readonly unknown[] }) => ({
      state: { count: (state.count ?? 0) + Records.length },
    });
    const trace = await run({
      records: [record(1), record(2, { at: 1 })],
      handler,
      mapping: { TumblingWindowInSeconds: 60, BatchSize: 1 },
      faults: redeliverFirst,
    });

    expect(trace.invocations.map(({ state }) => state)).toEqual([{}, {}, { count: 1 }, { count: 2 }]);
  });

  test('S60: a final call is repeated with the same state', async () => {
    const trace = await run({
      records: [record(1)],
      handler: async () => ({ state: { done: true } }),
      mapping: { TumblingWindowInSeconds: 60 },
      faults: ({ index }) => (index === 1 ? 'redeliver' : undefined),
    });

    const finals = trace.invocations.filter(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);
    expect(finals.map(({ state }) => state)).toEqual([{ done: true }, { done: true }]);
    expect(new Set(finals.map(({ requestId }) => requestId)).size).toBe(2);
    expect(eventsOf(trace, 'windowClosed')).toHaveLength(1);
  });
});

import { describe, expect, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { explore } from '@millrace/explore';
import { simulate, type Trace } from '@millrace/simulator';
import { judge } from '../../src/judging/judge.ts';
import type { RunResult } from '../../src/running/runResult.ts';
import { centsOf, type Event, idOf, mapping, numberOf, records } from '../proof/world.ts';

const seed = 18;

const runOf = (trace: Trace | undefined, state?: unknown): RunResult => ({
  trace,
  state,
  observeError: undefined,
  canRestart: false,
  isSeen: true,
  canObserve: state !== undefined,
  struck: [],
  steps: [],
  stopped: trace === undefined ? 'more than 20000 invocations' : undefined,
});
const settled = async (untilMs?: number) =>
  simulate({
    handler: async () => undefined,
    records,
    mapping,
    invocationDurationMs: 100,
    ...(untilMs && { untilMs }),
  });

describe('each invariant, broken alone', () => {
  test('neverSettles: a run that has no end', async () => {
    expect(judge(runOf(undefined), runOf(await settled()))).toMatchObject({ code: 'neverSettles' });
  });

  test('unsettledRecord: a record that was read and is still under way at the end', async () => {
    const breach = judge(runOf(await settled(50)), runOf(await settled()));

    expect(breach).toMatchObject({ code: 'unsettledRecord' });
    expect(breach?.sequenceNumbers).toEqual(records.map(numberOf));
  });

  test('finalStateDiffers: all else is the same', async () => {
    const trace = await settled();

    expect(judge(runOf(trace, { total: 1 }), runOf(trace, { total: 2 }))).toMatchObject({ code: 'finalStateDiffers' });
    expect(judge(runOf(trace, { total: 1 }), runOf(trace, { total: 1 }))).toBeUndefined();
  });

  test('recordLost: given up, and no destination has it; with one that has it, it is settled', async () => {
    const once = { ...mapping, MaximumRetryAttempts: 0 };
    const OnFailure = { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' };
    const options = {
      setup: () => ({ handler: async () => undefined }),
      records,
      seed,
      faults: ['timeoutAfter'] as const,
    };
    const lost = await explore({ ...options, mapping: once });
    const kept = await explore({ ...options, mapping: { ...once, DestinationConfig: { OnFailure } } });

    expect(lost.counterexample?.code).toBe('recordLost');
    expect(kept.ok).toBe(true);
  });

  test('effectsOutOfOrder: a later change of an item is written first', async () => {
    const put = effects.wrap('table.put', async (_id: string, _cents: number) => undefined);
    const handler = async ({ Records }: Event) => {
      for (let index = Records.length - 1; index >= 0; index--) {
        const record = Records[index];
        if (record !== undefined) await put(idOf(record), centsOf(record));
      }
    };
    const { counterexample } = await explore({ setup: () => ({ handler }), records, mapping, seed });

    expect(counterexample).toMatchObject({ code: 'effectsOutOfOrder', faults: [] });
    expect(counterexample?.records).toHaveLength(2);
  });

  test('effectBehindFailure: no state says that the repetition does no harm', async () => {
    const put = effects.wrap('table.put', async (_id: string, _cents: number) => undefined);
    const setup = () => {
      let isFirst = true;
      const handler = async ({ Records }: Event) => {
        const batchItemFailures = isFirst
          ? Records.slice(0, 1).map((record) => ({ itemIdentifier: numberOf(record) }))
          : [];
        isFirst = false;
        for (const record of Records) await put(idOf(record), centsOf(record));
        return { batchItemFailures };
      };
      return { handler };
    };
    const { counterexample } = await explore({ setup, records, mapping, seed, faults: ['throttle'] });

    expect(counterexample?.code).toBe('effectBehindFailure');
    expect(counterexample?.records).toHaveLength(2);
    expect(counterexample?.story).toContain('both come again');
  });

  test('skippedInBatch: the second record of a batch has no effect', async () => {
    const put = effects.wrap('table.put', async (_id: string, _cents: number) => undefined);
    const handler = async ({ Records: [record] }: Event) => record && put(idOf(record), centsOf(record));
    const { counterexample } = await explore({ setup: () => ({ handler }), records, mapping, seed });

    expect(counterexample).toMatchObject({ code: 'skippedInBatch', faults: [] });
    expect(counterexample?.records).toHaveLength(2);
  });
});

import type { Capture } from '../capture.ts';
import {
  about,
  type Experiment,
  fine,
  gapsMs,
  hour,
  minute,
  put,
  type Step,
  type Verdict,
  wait,
} from './experiment.ts';

const trickle = (forMs: number, everyMs = 1037): Step => ({ do: 'trickle', forMs, everyMs });

/** From the write of each record to the call that had it first. */
function latenciesMs({ calls, writes }: Capture): readonly number[] {
  const first = new Map<number, number>();
  for (const { n, atMs } of calls) for (const each of n) if (!first.has(each)) first.set(each, atMs);
  return writes.flatMap(({ n, atMs }) => {
    const calledMs = first.get(n);
    return calledMs === undefined ? [] : [calledMs - atMs];
  });
}

const batchingWindow: Experiment = {
  id: 'X2',
  title: 'The batching window of a shard that was idle for ten minutes',
  mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 60 },
  before: [put(fine)],
  steps: [wait(12 * minute), put(fine), wait(2 * minute)],
  ...about('batchingWindowStart', ({ calls, writes }) => {
    const [called, written] = [calls[1]?.atMs, writes[1]?.atMs];
    if (called === undefined || written === undefined) return undefined;
    return {
      value: called - written < 30_000 ? 'previousCall' : 'firstRecordOrPreviousCall',
      because: `the second call came ${Math.round((called - written) / 1000)} s after its record`,
    };
  }),
};

/** Records that nothing ends but the retention of the stream; the second one comes when the first is gone. */
const retention: Experiment = {
  id: 'X7',
  title: 'A record that fails for 25 hours',
  mapping: { BatchSize: 1 },
  before: [put({ do: 'throw' })],
  steps: [wait(hour), put(fine), wait(25 * hour)],
  knobs: ['retentionExpiryDocument', 'retentionMs'],
  decide: ({ calls, documents, writes }) => {
    const second = calls.find(({ n }) => n.includes(2));
    const [first] = writes;
    if (second === undefined || first === undefined) return [];
    const lastMs = calls.findLast(({ n }) => n.includes(1))?.atMs ?? first.atMs;
    return [
      {
        knob: 'retentionExpiryDocument',
        value: documents.length > 0,
        because: `${documents.length} documents came: ${documents.map(({ requestContext }) => requestContext.condition).join()}`,
      },
      {
        knob: 'retentionMs',
        value: `${lastMs - first.atMs} to ${second.atMs - first.atMs}`,
        because: 'the record was last called at the first of these ages, and the next one at the second',
      },
    ];
  },
};

const backoff: Experiment = {
  id: 'X9',
  title: 'The waits between the calls of an hour',
  mapping: { BatchSize: 1, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 3600 },
  before: [put({ do: 'throw' })],
  steps: [wait(61 * minute)],
  ...about('backoff', ({ calls }) => {
    const gaps = gapsMs(calls);
    const [firstMs, second] = gaps;
    if (firstMs === undefined || second === undefined) return undefined;
    const value = { firstMs, factor: second / firstMs, maxMs: Math.max(...gaps) };
    return { value, because: `the gaps were ${gaps.join(', ')} ms` };
  }),
};

const partialExpiry: Experiment = {
  id: 'X13',
  title: 'The retries of a batch whose first record becomes too old',
  mapping: { BatchSize: 2, MaximumRetryAttempts: 13, MaximumRecordAgeInSeconds: 600 },
  before: [put({ do: 'throw' }), wait(7 * minute), put({ do: 'throw' })],
  steps: [wait(15 * minute)],
  ...about('counterAfterPartialExpiry', ({ calls }) => {
    const both = calls.filter(({ n }) => n.length === 2).length;
    const rest = calls.filter(({ n }) => n.join() === '2').length;
    if (both === 0 || rest === 0) return undefined;
    return {
      value: both + rest === 14 ? 'kept' : 'fresh',
      because: `of 14 calls that the retries allow ${both} had both records and ${rest} the second alone`,
    };
  }),
};

/** A record a second from before the mapping is there, over an update, to a disable. */
const lifecycle: Experiment = {
  id: 'X14',
  title: 'What LATEST misses, and how long it takes to start, to update and to stop',
  mapping: { BatchSize: 1 },
  steps: [
    trickle(5 * minute),
    { do: 'ask', change: { do: 'update', mapping: { BatchSize: 2 } } },
    trickle(5 * minute),
    { do: 'ask', change: { do: 'disable' } },
    trickle(5 * minute),
  ],
  knobs: ['latestGapMs', 'startUpDelayMs', 'updateDelayMs', 'pollIntervalMs'],
  decide: (capture) => {
    const { calls, writes, asked } = capture;
    const delivered = new Set(calls.flatMap(({ n }) => n));
    const [created, updated, disabled] = asked;
    const [firstCall] = calls;
    if (created === undefined || updated === undefined || disabled === undefined || firstCall === undefined) return [];
    const gapAfter = (fromMs: number, toMs: number): number => {
      const missed = writes.filter(({ n, atMs }) => atMs >= fromMs && atMs < toMs && !delivered.has(n));
      return missed.length === 0 ? 0 : Math.max(...missed.map(({ atMs }) => atMs)) - fromMs;
    };
    const gap = { creation: gapAfter(created.atMs, updated.atMs), update: gapAfter(updated.atMs, disabled.atMs) };
    const missedBefore = writes.filter(
      ({ n, atMs }) => atMs >= updated.atMs - minute && atMs < updated.atMs && !delivered.has(n),
    ).length;
    const lastMs = Math.max(...calls.map(({ atMs }) => atMs));
    const settled = latenciesMs({ ...capture, calls: calls.filter(({ atMs }) => atMs > updated.atMs - 2 * minute) });
    const verdicts: readonly Verdict[] = [
      {
        knob: 'latestGapMs',
        value: gap,
        because: `the last record that was missed was written so long after the request; ${missedBefore} of the minute before the update were missed`,
      },
      {
        knob: 'startUpDelayMs',
        value: firstCall.atMs - created.atMs,
        because: 'the first call came so long after the request',
      },
      {
        knob: 'updateDelayMs',
        value: Math.max(0, lastMs - disabled.atMs),
        because: 'the last call came so long after the request to disable',
      },
      {
        knob: 'pollIntervalMs',
        value: `about ${Math.max(...settled) - Math.min(...settled)}`,
        because: `records took ${Math.min(...settled)} to ${Math.max(...settled)} ms to their call`,
      },
    ];
    return verdicts;
  },
};

const rollOver: Experiment = {
  id: 'X15',
  title: 'How long a record waits when its shard rolls over',
  mapping: { BatchSize: 10 },
  before: [],
  steps: [trickle(9 * hour, 4999)],
  ...about('rollOverDelayMs', (capture) => {
    const sorted = latenciesMs(capture).toSorted((one, other) => one - other);
    const [usual, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    if (usual === undefined || longest === undefined) return undefined;
    return { value: `about ${longest - usual}`, because: `a record waited ${usual} ms mostly, and ${longest} ms once` };
  }),
};

const acrossUpdate: Experiment = {
  id: 'X16',
  title: 'A call that an update finds under way',
  mapping: { BatchSize: 1, MaximumRetryAttempts: 0 },
  before: [put({ do: 'throw', sleepMs: 4 * minute })],
  steps: [wait(20_000), { do: 'update', mapping: { MaximumRetryAttempts: 1 } }, wait(12 * minute)],
  ...about('callAcrossUpdate', ({ calls }) => {
    if (calls.length === 0) return undefined;
    return {
      value: calls.length === 1 ? 'oldSettings' : 'newSettings',
      because: `the record was called ${calls.length} times, the retry was allowed during the first call`,
    };
  }),
};

/** A record between the creation and the first enable, and one well behind that. */
const createdDisabled: Experiment = {
  id: 'X17',
  title: 'Where LATEST begins for a mapping that is created disabled',
  mapping: { BatchSize: 1, Enabled: false },
  steps: [put(fine), wait(5 * minute), { do: 'enable' }, wait(5 * minute), put(fine), wait(2 * minute)],
  ...about('latestOfDisabled', ({ calls }) => {
    if (!calls.some(({ n }) => n.includes(2))) return undefined;
    const isFirstCalled = calls.some(({ n }) => n.includes(1));
    return {
      value: isFirstCalled ? 'creation' : 'firstEnable',
      because: `the record written before the first enable ${isFirstCalled ? 'came' : 'did not come'}, the one after it did`,
    };
  }),
};

/** What waits for what, and how long. */
export const timeExperiments = {
  batchingWindow,
  retention,
  backoff,
  partialExpiry,
  lifecycle,
  rollOver,
  acrossUpdate,
  createdDisabled,
};

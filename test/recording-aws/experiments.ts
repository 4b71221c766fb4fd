import type { Capture, LoggedCall } from './capture.ts';

/** What the function does at an item; without it the item succeeds. */
export interface Obey {
  readonly do?: 'throw' | 'report';
  /** How often; without it always. */
  readonly times?: number;
  readonly stateBytes?: number;
}

export type Step =
  | { readonly do: 'put'; readonly items: readonly Obey[] }
  | { readonly do: 'wait'; readonly forMs: number }
  | { readonly do: 'disable' | 'enable' };

/** What a capture says of a knob; undefined when it says nothing. */
export type Verdict = { readonly value: unknown; readonly because: string } | undefined;

export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** The entry of `semantics` that it settles. */
  readonly knob: string;
  /** Parameters of the mapping; stream, function, starting position and destination are added. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** The first put is written while the mapping is disabled. */
  readonly steps: readonly Step[];
  readonly decide: (capture: Capture) => Verdict;
}

const minute = 60_000;
const put = (...items: readonly Obey[]): Step => ({ do: 'put', items });
const wait = (forMs: number): Step => ({ do: 'wait', forMs });
const fine: Obey = {};
const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

/** Eight items of which some always fail. */
function poisoned(...poison: readonly number[]): Step {
  return put(...Array.from({ length: 8 }, (_, at): Obey => (poison.includes(at + 1) ? { do: 'throw' } : fine)));
}

const bisect = { BatchSize: 8, MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true };
const sizes = ({ documents }: Capture): string =>
  documents.map(({ DDBStreamBatchInfo: { batchSize } }) => batchSize).join('+');

function documentsOf(
  poison: readonly number[],
  merged: string,
): Pick<Experiment, 'knob' | 'mapping' | 'steps' | 'decide'> {
  return {
    knob: 'documents',
    mapping: bisect,
    steps: [poisoned(...poison), wait(2 * minute)],
    decide: (capture) => {
      const seen = sizes(capture);
      if (capture.documents.length === 0) return undefined;
      return {
        value:
          seen === merged ? 'mergeBisected' : seen === poison.map(() => 1).join('+') ? 'onePerBatch' : `other: ${seen}`,
        because: `documents of ${seen} records for poison ${poison.join()}`,
      };
    },
  };
}

const gapsMs = (calls: readonly LoggedCall[]): readonly number[] =>
  calls.slice(1).map(({ atMs }, at) => atMs - (calls[at]?.atMs ?? 0));

/** In the order of what they mislead: the first is the first to run. */
export const experiments: readonly Experiment[] = [
  { id: 'X1a', title: 'Bisect gives up two neighbours', ...documentsOf([3, 4], '2') },
  { id: 'X1b', title: 'Bisect gives up neighbours of two halves', ...documentsOf([4, 5], '2') },
  { id: 'X1c', title: 'Bisect gives up all', ...documentsOf([1, 2, 3, 4, 5, 6, 7, 8], '8') },
  {
    id: 'X2',
    title: 'The batching window of a shard that was idle for ten minutes',
    knob: 'batchingWindowStart',
    mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 60 },
    steps: [put(fine), wait(12 * minute), put(fine), wait(2 * minute)],
    decide: ({ calls }) => {
      const [gap] = gapsMs(calls);
      if (gap === undefined) return undefined;
      const waited = gap - 11 * minute;
      return {
        value: waited < 30_000 ? 'previousCall' : 'firstRecordOrPreviousCall',
        because: `the second call came ${Math.round(gap / 1000)} s after the first, its record some 660 s after it`,
      };
    },
  },
  {
    id: 'X3',
    title: 'The state beside a report with progress',
    knob: 'stateOfPartialReport',
    mapping: { BatchSize: 4, TumblingWindowInSeconds: 300, ...reports },
    steps: [put(fine, fine, { do: 'report', times: 1 }, fine), wait(minute)],
    decide: ({ calls }) => {
      const next = calls[1];
      if (next === undefined) return undefined;
      const isUsed = next.state?.includes('"count":4') ?? false;
      return { value: isUsed ? 'used' : 'ignored', because: `the call after the report had the state ${next.state}` };
    },
  },
  {
    id: 'X4',
    title: 'Whether the suffix behind a report is filled up',
    knob: 'suffixTopUp',
    mapping: { BatchSize: 3, MaximumRetryAttempts: 3, ...reports },
    steps: [put(fine, { do: 'report', times: 1 }, ...Array.from({ length: 7 }, () => fine)), wait(minute)],
    decide: ({ calls }) => {
      const next = calls[1];
      return next && { value: next.n.length > 2, because: `the call after the report of 2 had [${next.n.join()}]` };
    },
  },
  {
    id: 'X6',
    title: 'When an idle window is closed',
    knob: 'idleWindowCloseMs',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 10 },
    steps: [put(fine), wait(15 * minute)],
    decide: ({ calls }) => {
      const last = calls.find(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);
      if (calls.length === 0) return undefined;
      if (last?.window === undefined) return { value: Infinity, because: 'no final call came in 15 minutes' };
      const value = last.atMs - Date.parse(last.window.end);
      return { value, because: `the final call came ${value} ms after the end of its window` };
    },
  },
  {
    id: 'X8a',
    title: 'A window all of whose records are given up',
    knob: 'finalCallOfEmptyWindow',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 10, MaximumRetryAttempts: 0 },
    steps: [put({ do: 'throw' }), wait(5 * minute)],
    decide: ({ calls }) => {
      if (calls.length === 0) return undefined;
      const isSent = calls.some(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);
      return { value: isSent ? 'sent' : 'skipped', because: `${isSent ? 'a' : 'no'} final call came` };
    },
  },
  {
    id: 'X8b',
    title: 'An open window over a disable',
    knob: 'windowAcrossDisable',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 900 },
    steps: [
      put(fine, fine),
      wait(minute),
      { do: 'disable' },
      wait(minute),
      { do: 'enable' },
      put(fine),
      wait(2 * minute),
    ],
    decide: ({ calls }) => {
      const next = calls[1];
      if (next === undefined) return undefined;
      const comesAgain = next.n.includes(1);
      const hasState = next.state?.includes('"count":2') ?? false;
      return {
        value: !comesAgain ? 'kept' : hasState ? 'replayedOntoState' : 'replayed',
        because: `the call after the enable had [${next.n.join()}] and the state ${next.state}`,
      };
    },
  },
  {
    id: 'X9',
    title: 'The waits between the calls of an hour',
    knob: 'backoff',
    mapping: { BatchSize: 1, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 3600 },
    steps: [put({ do: 'throw' }), wait(61 * minute)],
    decide: ({ calls }) => {
      const gaps = gapsMs(calls);
      const [firstMs, second] = gaps;
      if (firstMs === undefined || second === undefined) return undefined;
      const value = { firstMs, factor: second / firstMs, maxMs: Math.max(...gaps) };
      return { value, because: `the gaps were ${gaps.join(', ')} ms` };
    },
  },
  ...[1_048_576, 1_048_577].map(
    (stateBytes): Experiment => ({
      id: stateBytes === 1_048_576 ? 'X10a' : 'X10b',
      title: `A state of ${stateBytes} bytes`,
      knob: 'stateLimitBytes',
      mapping: { BatchSize: 1, TumblingWindowInSeconds: 60 },
      steps: [put({ stateBytes }), wait(5 * minute)],
      decide: ({ calls }) => {
        const last = calls.find(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);
        if (last === undefined) return undefined;
        const isTooLarge = last.isWindowTerminatedEarly ?? false;
        return {
          value: isTooLarge ? `below ${stateBytes}` : `${stateBytes} or more`,
          because: `the window was ${isTooLarge ? '' : 'not '}terminated early`,
        };
      },
    }),
  ),
];

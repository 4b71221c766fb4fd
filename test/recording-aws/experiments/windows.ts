import type { Capture, LoggedCall } from '../capture.ts';
import { about, type Experiment, fine, minute, put, wait } from './experiment.ts';

const finalCallOf = ({ calls }: Capture): LoggedCall | undefined =>
  calls.find(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);

const finalCallAgeMs = 15 * minute;

/** When windows end, and what becomes of them. */
export const windowExperiments: readonly Experiment[] = [
  {
    id: 'X6',
    title: 'When an idle window is closed',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 10 },
    before: [put(fine)],
    steps: [wait(15 * minute)],
    ...about('idleWindowCloseMs', (capture) => {
      const last = finalCallOf(capture);
      if (capture.calls.length === 0) return undefined;
      if (last?.window === undefined) return { value: Infinity, because: 'no final call came in 15 minutes' };
      const value = last.atMs - Date.parse(last.window.end);
      return { value, because: `the final call came ${value} ms after the end of its window` };
    }),
  },
  {
    id: 'X8a',
    title: 'A window all of whose records are given up',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 10, MaximumRetryAttempts: 0 },
    before: [put({ do: 'throw' })],
    steps: [wait(5 * minute)],
    ...about('finalCallOfEmptyWindow', (capture) => {
      if (capture.calls.length === 0) return undefined;
      const isSent = finalCallOf(capture) !== undefined;
      return { value: isSent ? 'sent' : 'skipped', because: `${isSent ? 'a' : 'no'} final call came` };
    }),
  },
  {
    id: 'X8b',
    title: 'An open window over a disable',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 900 },
    before: [put(fine, fine)],
    steps: [wait(minute), { do: 'disable' }, wait(minute), { do: 'enable' }, put(fine), wait(2 * minute)],
    ...about('windowAcrossDisable', ({ calls: [, next] }) => {
      if (next === undefined) return undefined;
      const comesAgain = next.n.includes(1);
      const hasState = next.state?.includes('"count":2') ?? false;
      return {
        value: !comesAgain ? 'kept' : hasState ? 'replayedOntoState' : 'replayed',
        because: `the call after the enable had [${next.n.join()}] and the state ${next.state}`,
      };
    }),
  },
  {
    id: 'X8c',
    title: 'From when the age of a failing final call counts',
    mapping: { BatchSize: 10, TumblingWindowInSeconds: 300, MaximumRecordAgeInSeconds: finalCallAgeMs / 1000 },
    before: [put({ do: 'failFinalCall' })],
    steps: [wait(12 * minute), put(fine), wait(18 * minute)],
    ...about('finalCallAge', (capture) => {
      const first = finalCallOf(capture);
      const [document] = capture.documents;
      if (first?.window === undefined || document === undefined) return undefined;
      const givenUpMs = Date.parse(document.timestamp);
      const from = {
        closing: first.atMs,
        windowStart: Date.parse(first.window.start),
        windowEnd: Date.parse(first.window.end),
      };
      const missBy = (startMs: number): number => Math.abs(givenUpMs - startMs - finalCallAgeMs);
      const [value] = Object.entries(from).toSorted(([, one], [, other]) => missBy(one) - missBy(other))[0] ?? [];
      return { value, because: `it was given up ${givenUpMs - first.atMs} ms after its first try` };
    }),
  },
];

function stateOf(stateBytes: number): Pick<Experiment, 'title' | 'knobs' | 'decide' | 'mapping' | 'before' | 'steps'> {
  return {
    title: `A state of ${stateBytes} bytes`,
    mapping: { BatchSize: 1, TumblingWindowInSeconds: 60 },
    before: [put({ stateBytes })],
    steps: [wait(5 * minute)],
    ...about('stateLimitBytes', (capture) => {
      const last = finalCallOf(capture);
      if (last === undefined) return undefined;
      const isTooLarge = last.isWindowTerminatedEarly ?? false;
      return {
        value: isTooLarge ? `below ${stateBytes}` : `${stateBytes} or more`,
        because: `the window was ${isTooLarge ? '' : 'not '}terminated early`,
      };
    }),
  };
}

/** States at their limit. */
export const stateExperiments: readonly Experiment[] = [
  { id: 'X10a', ...stateOf(1_048_576) },
  { id: 'X10b', ...stateOf(1_048_577) },
  {
    id: 'X10c',
    title: 'A record of a window that ended early',
    mapping: { BatchSize: 1, TumblingWindowInSeconds: 900 },
    before: [put({ stateBytes: 1_100_000 })],
    steps: [wait(minute), put(fine), wait(2 * minute)],
    ...about('afterEarlyTermination', ({ calls }) => {
      if (!calls.some(({ isWindowTerminatedEarly }) => isWindowTerminatedEarly)) return undefined;
      const later = calls.find(({ n }) => n.includes(2));
      return {
        value: later === undefined ? 'skipRecords' : 'newInstance',
        because: later === undefined ? 'it was never delivered' : `it was delivered with the state ${later.state}`,
      };
    }),
  },
];

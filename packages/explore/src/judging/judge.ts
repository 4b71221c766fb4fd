import { isDeepStrictEqual } from 'node:util';
import { reasonOf, recordFates, type RecordFate } from '@millrace/simulator';
import type { RunResult } from '../running/runResult.ts';
import type { Breach } from './breach.ts';
import { effectBehindFailure } from './effectBehindFailure.ts';
import { effectsOutOfOrder } from './effectsOutOfOrder.ts';

/**
 * What does not hold in a run, beside the run without faults: every record settles, none is lost, the final state is
 * the same, the effects of each item come in order, and none comes for a record behind a reported failure. The first
 * that is found, in this order.
 */
export function judge(run: RunResult, without: RunResult): Breach | undefined {
  const { trace } = run;
  if (trace === undefined) {
    return { code: 'neverSettles', message: `The run has no end: ${run.stopped ?? ''}`, sequenceNumbers: [] };
  }
  const fates = recordFates(trace);
  const isSame = run.observeError === undefined && isDeepStrictEqual(run.state, without.state);
  // What went to a destination is settled, and the state is without it.
  const isGivenUp = fates.some(({ fate, document }) => fate === 'discarded' && document === 'delivered');
  return (
    unsettled(fates) ??
    observeFails(run) ??
    (isSame || isGivenUp ? undefined : stateDiffers) ??
    effectsOutOfOrder(trace) ??
    (run.canObserve && isSame ? undefined : effectBehindFailure(trace))
  );
}

/** Two runs without faults must end alike, or no other can be compared with them. */
export function notRepeatable(run: RunResult, again: RunResult): Breach | undefined {
  if (isDeepStrictEqual(run.state, again.state)) return undefined;
  return {
    code: 'notRepeatable',
    message:
      'Two runs without faults end in different states. `setup` is to make a fresh world for each run; and what is drawn by chance or read off the clock has no place in what `observe` answers.',
    sequenceNumbers: [],
  };
}

const stateDiffers: Breach = {
  code: 'finalStateDiffers',
  message: 'The final state is not that of the run without faults.',
  sequenceNumbers: [],
};

function observeFails({ observeError }: RunResult): Breach | undefined {
  if (observeError === undefined) return undefined;
  const message = `\`observe\` throws, and does not without faults: ${reasonOf(observeError.error)}`;
  return { code: 'observeFails', message, sequenceNumbers: [] };
}

function unsettled(fates: readonly RecordFate[]): Breach | undefined {
  const pending = fates.filter(({ fate }) => fate === 'pending');
  if (pending.length > 0) {
    const sequenceNumbers = pending.map(({ sequenceNumber }) => sequenceNumber);
    return { code: 'unsettledRecord', message: 'Records were read and never settled.', sequenceNumbers };
  }
  const lost = fates.filter(({ fate, document }) => fate === 'discarded' && document !== 'delivered');
  if (lost.length === 0) return undefined;
  const conditions = [...new Set(lost.map(({ condition }) => condition))].join(', ');
  return {
    code: 'recordLost',
    message: `Records were given up (${conditions}), and no destination has them.`,
    sequenceNumbers: lost.map(({ sequenceNumber }) => sequenceNumber),
  };
}

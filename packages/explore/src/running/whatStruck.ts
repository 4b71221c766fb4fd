import type { Trace, TraceEvent } from '@millrace/simulator';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Step } from './turnstile.ts';

/**
 * The faults of a schedule that were really exercised: a call was there to meet them, the effect that they are about
 * was reached, something came after the moment at which they happened.
 */
export function whatStruck(
  schedule: readonly ScheduledFault[],
  trace: Trace,
  met: ReadonlySet<ScheduledFault>,
  steps: readonly Step[],
): readonly ScheduledFault[] {
  if (schedule.length === 0) return schedule;
  const { events } = trace;
  const has = (type: TraceEvent['type']): boolean => events.some((event) => event.type === type);
  const callAfter = (type: TraceEvent['type']): boolean => {
    const at = events.findIndex((event) => event.type === type);
    return at !== -1 && events.slice(at).some((event) => event.type === 'invocationStarted');
  };
  return schedule.filter((fault) => {
    switch (fault.fault) {
      case 'redeliver':
        return met.has(fault) && has('batchRedelivered');
      case 'crash':
      case 'timeoutDuring':
      case 'effectRefused':
      case 'effectThrottled':
      case 'effectTimedOut':
      case 'effectAnswerLost':
      case 'effectPartlyFailed':
        return met.has(fault) && reached(trace, fault.attempt, fault.effect);
      case 'answerLost':
      case 'throttle':
      case 'serviceError':
      case 'timeoutBefore':
      case 'timeoutAfter':
        return met.has(fault);
      case 'splitShard':
        return events.filter((event) => event.type === 'shardStarted').length > 1;
      case 'restart':
        return callAfter('mappingEnabled');
      case 'update':
        return callAfter('mappingUpdated');
      case 'redeploy':
        return callAfter('handlerReplaced');
      case 'missedByLatest':
        return events.some((event) => event.type === 'recordsSkipped' && event.reason === 'latestGap');
      case 'severalShards':
        return new Set(trace.invocations.map((invocation) => invocation.shardId)).size > 1;
      case 'smallerBatches':
        // Where a batch is full, there was more to come.
        return trace.invocations.some(({ sequenceNumbers }) => sequenceNumbers.length === fault.size);
      case 'anyOrder':
        return overlaps(events);
      case 'interleave':
        return 'seed' in fault ? overlaps(events) : tookPlace(fault.turns, steps);
      case 'freshProcess':
        return trace.invocations.length > 1;
      case 'semantics':
        return fault.knob === 'backoff' ? has('backedOff') : events.some((event) => event.assumption === fault.knob);
    }
  });
}

/** Whether the call of an attempt got as far as an effect. */
function reached({ events }: Trace, attempt: number, effect: number): boolean {
  const attempts = events.filter(({ type }) => type === 'invocationStarted' || type === 'attemptRejected');
  const call = attempts[attempt];
  if (call?.type !== 'invocationStarted') return false;
  return events.some((event) => event.type === 'effect' && event.invocation === call.index && event.number === effect);
}

/** Whether there was something to choose at each place where a schedule chooses. */
function tookPlace(turns: readonly number[], steps: readonly Step[]): boolean {
  const choices = steps.filter(({ of }) => of > 1).length;
  return (
    choices >
    Math.max(
      0,
      turns.findLastIndex((turn) => turn > 0),
    )
  );
}

/** Whether two calls were under way at the same time. */
function overlaps(events: readonly TraceEvent[]): boolean {
  let underWay = 0;
  for (const { type } of events) {
    if (type === 'invocationStarted' && ++underWay > 1) return true;
    if (type === 'invocationEnded') underWay--;
  }
  return false;
}

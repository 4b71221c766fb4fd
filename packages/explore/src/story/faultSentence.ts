import { capitalised, type EffectEvent, type Trace, type TraceEvent } from '@millrace/simulator';
import { faultText } from '../faults/faultText.ts';
import type { ScheduledFault } from '../faults/scheduledFault.ts';
import type { Records } from '../running/runOptions.ts';
import type { Step } from '../running/turnstile.ts';
import { recordNames } from './recordNames.ts';
import { stepsSentence } from './stepsSentence.ts';

/** What a fault did, in a sentence: with the records of the call that it met. */
export function faultSentence(fault: ScheduledFault, trace: Trace, records: Records, steps: readonly Step[]): string {
  const attempt = 'attempt' in fault ? attemptsOf(trace)[fault.attempt] : undefined;
  const names = attempt === undefined ? '' : recordNames(records, attempt.sequenceNumbers);
  const was = names.startsWith('records') ? 'were' : 'was';
  switch (fault.fault) {
    case 'redeliver':
      return attempt === undefined
        ? ''
        : `${capitalised(names)} ${was} delivered again after the function had answered.`;
    case 'answerLost':
      return `The function did all for ${names}, and its answer was lost.`;
    case 'throttle':
      return `The call with ${names} was throttled.`;
    case 'serviceError':
      return `The call with ${names} ended with an error of the service, before it reached the function.`;
    case 'timeoutBefore':
      return `The call with ${names} timed out before it did anything.`;
    case 'timeoutAfter':
      return `The call with ${names} timed out when all was done.`;
    case 'crash':
      return `The process crashed ${momentText(fault.moment, effectName(trace, attempt, fault.effect))} in the call with ${names}.`;
    case 'timeoutDuring':
      return `The call with ${names} timed out ${momentText(fault.moment, effectName(trace, attempt, fault.effect))}.`;
    case 'effectRefused':
      return `${effectName(trace, attempt, fault.effect)} was refused in the call with ${names}.`;
    case 'effectThrottled':
      return `${effectName(trace, attempt, fault.effect)} was throttled in the call with ${names}.`;
    case 'effectTimedOut':
      return `${effectName(trace, attempt, fault.effect)} was not done and got no answer in the call with ${names}.`;
    case 'effectAnswerLost':
      return `${effectName(trace, attempt, fault.effect)} was done in the call with ${names}, and its answer lost.`;
    case 'effectPartlyFailed':
      return `${effectName(trace, attempt, fault.effect)} failed in part in the call with ${names}.`;
    case 'restart':
      return `The mapping was disabled at ${fault.atMs} ms and enabled again: it read from its checkpoint.`;
    case 'interleave':
      return 'turns' in fault
        ? stepsSentence(steps, trace, records)
        : 'Calls were under way at once in one process, and went on at their awaits as Node.js let them.';
    case 'semantics':
      return `AWS did what it does not document in the other way: \`${fault.knob}\` was ${JSON.stringify(fault.value)}.`;
    case 'smallerBatches':
      return fault.size === 1
        ? 'The records came one by one.'
        : `The records came in batches of at most ${fault.size}.`;
    case 'severalShards':
      return `The records came from ${fault.shards} shards, read side by side.`;
    default:
      return `${capitalised(faultText(fault))}.`;
  }
}

type AttemptEvent = Extract<TraceEvent, { type: 'invocationStarted' | 'attemptRejected' }>;

/** The attempts of a run, as faults count them. */
export function attemptsOf({ events }: Trace): readonly AttemptEvent[] {
  return events.filter(
    (event): event is AttemptEvent =>
      event.type === 'invocationStarted' || (event.type === 'attemptRejected' && event.reason !== 'payloadTooLarge'),
  );
}

function effectName({ events }: Trace, attempt: AttemptEvent | undefined, number: number): string {
  const call = attempt?.type === 'invocationStarted' ? attempt.index : -1;
  const found = events.find(
    (event): event is EffectEvent => event.type === 'effect' && event.invocation === call && event.number === number,
  );
  return found === undefined ? `effect ${number}` : `\`${found.name}\` (effect ${number})`;
}

function momentText(moment: 'before' | 'during' | 'after', effect: string): string {
  switch (moment) {
    case 'before':
      return `before ${effect}`;
    case 'during':
      return `when ${effect} was done and its answer had not come,`;
    case 'after':
      return `after ${effect}`;
  }
}

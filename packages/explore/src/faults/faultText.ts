import type { ScheduledFault } from './scheduledFault.ts';

/** A fault in a few words, for tables and lists. */
export function faultText(fault: ScheduledFault): string {
  switch (fault.fault) {
    case 'redeliver':
      return `the success of attempt ${fault.attempt} is forgotten, and its batch delivered again`;
    case 'answerLost':
      return `the answer of attempt ${fault.attempt} is lost`;
    case 'throttle':
      return `attempt ${fault.attempt} is throttled`;
    case 'serviceError':
      return `attempt ${fault.attempt} ends with an error of the service`;
    case 'timeoutBefore':
      return `attempt ${fault.attempt} times out before it does anything`;
    case 'timeoutAfter':
      return `attempt ${fault.attempt} times out when all is done`;
    case 'timeoutDuring':
      return `attempt ${fault.attempt} times out ${fault.moment} its effect ${fault.effect}`;
    case 'crash':
      return `the process crashes in attempt ${fault.attempt}, ${fault.moment} its effect ${fault.effect}`;
    case 'effectRefused':
      return `effect ${fault.effect} of attempt ${fault.attempt} is refused`;
    case 'effectThrottled':
      return `effect ${fault.effect} of attempt ${fault.attempt} is throttled`;
    case 'effectTimedOut':
      return `effect ${fault.effect} of attempt ${fault.attempt} is not done, and gets no answer`;
    case 'effectAnswerLost':
      return `effect ${fault.effect} of attempt ${fault.attempt} is done, and its answer lost`;
    case 'effectPartlyFailed':
      return `effect ${fault.effect} of attempt ${fault.attempt} fails in part`;
    case 'splitShard':
      return `the shard ${fault.into === 1 ? 'rolls over' : 'splits'} at ${fault.atMs} ms`;
    case 'restart':
      return `the mapping is disabled at ${fault.atMs} ms and enabled again`;
    case 'update':
      return `the mapping is updated at ${fault.atMs} ms`;
    case 'redeploy':
      return `the function is deployed anew at ${fault.atMs} ms`;
    case 'missedByLatest':
      return `LATEST misses the first ${fault.records === 1 ? 'record' : `${fault.records} records`}`;
    case 'anyOrder':
      return `calls take different times (${fault.seed})`;
    case 'severalShards':
      return `the records are those of ${fault.shards} shards`;
    case 'interleave':
      return `calls that overlap take turns in one process (${'seed' in fault ? fault.seed : fault.turns.join(' ') || 'in order'})`;
    case 'smallerBatches':
      return fault.size === 1 ? 'the records come one by one' : `the records come in batches of at most ${fault.size}`;
    case 'freshProcess':
      return 'each call has a process of its own';
    case 'semantics':
      return `${fault.knob} is ${JSON.stringify(fault.value)}`;
  }
}

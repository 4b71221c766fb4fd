import type { Fault } from '@millrace/simulator';
import type { CallFault, CrashFault, EffectFaultAt } from '../faults/scheduledFault.ts';

/** A fault that strikes at an attempt. */
export type AttemptFault = CallFault | CrashFault | EffectFaultAt;

/** The same fault in the simulator's words; undefined for what the handler's stand-in does itself. */
export function scenarioFault(fault: AttemptFault): Fault | undefined {
  switch (fault.fault) {
    case 'redeliver':
    case 'throttle':
    case 'serviceError':
      return fault.fault;
    case 'answerLost':
      return 'crash';
    case 'timeoutAfter':
      return 'timeout';
    case 'timeoutBefore':
      return undefined;
    case 'crash':
      return { crashAtEffect: fault.effect, moment: fault.moment };
    case 'timeoutDuring':
      return { crashAtEffect: fault.effect, moment: fault.moment, as: 'timeout' };
    case 'effectRefused':
      return { effect: fault.effect, fault: 'refuse' };
    case 'effectThrottled':
      return { effect: fault.effect, fault: 'throttle' };
    case 'effectTimedOut':
      return { effect: fault.effect, fault: 'timeout' };
    case 'effectAnswerLost':
      return { effect: fault.effect, fault: 'answerLost' };
    case 'effectPartlyFailed':
      return { effect: fault.effect, fault: 'partlyFail' };
  }
}

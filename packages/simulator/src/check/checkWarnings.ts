import type { Trace } from '../trace/trace.ts';
import type { Finding } from './finding.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';

/**
 * Finds what a run was warned about: what AWS allows and bites, and what is not as it would be on Lambda. One finding a
 * warning, `warned`, in the order of the trace.
 */
export function checkWarnings(trace: Trace): readonly Finding[] {
  refuseNoTrace('checkWarnings', trace);
  return trace.events.flatMap((event, index): readonly Finding[] => {
    if (event.type !== 'warned') return [];
    return [{ code: 'warned', message: `${event.code}: ${event.message}`, sequenceNumbers: [], eventIndexes: [index] }];
  });
}

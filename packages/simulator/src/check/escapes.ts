import { oneLine } from '../words/oneLine.ts';
import type { Trace } from '../trace/trace.ts';
import type { Finding } from './finding.ts';

/** What escaped calls that had been answered: nobody heard it, and on Lambda it fails the call that runs at that moment. */
export function escapes({ events }: Trace): readonly Finding[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'escaped') return [];
    const { shardId, sequenceNumbers, thrown } = event;
    const message =
      `Invocation ${event.index} of ${shardId} had answered when ${what[event.escape]}: ${oneLine(`${thrown.errorType}: ${thrown.errorMessage}`)}. ` +
      'On Lambda it ends the process, and with it the call that runs at that moment. Await all that the handler begins.';
    return [{ code: 'escaped' as const, message, shardId, sequenceNumbers, eventIndexes: [index] }];
  });
}

const what = {
  rejection: 'a promise of it was rejected that nobody awaits',
  exception: 'code of it threw that nobody waits for',
  exit: 'it ended the process',
} as const;

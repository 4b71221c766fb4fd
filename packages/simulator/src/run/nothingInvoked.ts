import type { SkipReason } from '../core/command.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import type { Warning } from '../trace/warning.ts';
import { counted } from '../words/counted.ts';

/** Warns about a run in which records were read and none was for the function: every test of it passes. */
export function nothingInvoked(events: Iterable<TraceEvent>): readonly Warning[] {
  for (const { type } of events) if (reachesTheFunction.has(type)) return [];
  const read = new Set<string>();
  const skipped = new Map<string, SkipReason>();
  for (const event of events) {
    if (event.type === 'recordsRead') {
      for (const number of event.sequenceNumbers) {
        const record = `${event.shardId}/${number}`;
        read.add(record);
        skipped.delete(record); // Read again after an update: by other filters, maybe.
      }
    } else if (event.type === 'recordsSkipped') {
      for (const number of event.sequenceNumbers) skipped.set(`${event.shardId}/${number}`, event.reason);
    }
  }
  if (read.size === 0 || skipped.size < read.size) return [];
  const countOf = (wanted: SkipReason): number => [...skipped.values()].filter((reason) => reason === wanted).length;
  const filtered = countOf('filteredOut');
  const missed = countOf('latestGap');
  const early = read.size - filtered - missed;
  const reasons = [
    ...(filtered > 0 ? [`${filtered} matched no filter (S12)`] : []),
    ...(early > 0 ? [`${early} lay before the starting position (S2)`] : []),
    ...(missed > 0 ? [`${missed} came in a gap of LATEST (S2)`] : []),
  ];
  const records = counted(read.size, 'record was', 'records were');
  const advice = [
    ...(filtered > 0 ? ['Look at FilterCriteria.'] : []),
    ...(missed > 0 ? ['Start at TRIM_HORIZON.'] : []),
    ...(early > 0 ? ['LATEST begins at `startAt`, TRIM_HORIZON 24 hours before it.'] : []),
  ];
  return [
    {
      code: 'nothingInvoked',
      message: `${records} read and the function was never invoked: ${reasons.join(', ')}. ${advice.join(' ')}`,
    },
  ];
}

/** Records that came this far, or were given up, were not skipped. */
const reachesTheFunction: ReadonlySet<TraceEvent['type']> = new Set([
  'invocationStarted',
  'attemptRejected',
  'recordsDiscarded',
]);

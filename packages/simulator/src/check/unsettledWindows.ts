import type { Trace } from '../trace/trace.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';
import { documents } from '../trace/documents.ts';
import { FinalCalls } from './finalCalls.ts';
import type { Finding } from './finding.ts';
import { capitalised } from '../words/capitalised.ts';

/**
 * The tumbling windows whose result is lost or still to come: the final call was given up and no document tells of it
 * (S55), or the run ended with the window open.
 */
export function unsettledWindows(trace: Trace, allowsSilentDiscards: boolean): readonly Finding[] {
  const documentAbout = documents(trace.events);
  const findings: Finding[] = [];
  const finalCalls = new FinalCalls();
  const open = new Map<string, Opened>();
  for (const [index, event] of trace.events.entries()) {
    finalCalls.enter(event, index);
    if (event.type === 'windowOpened') open.set(`${event.shardId}/${event.lane}`, { event, index });
    else if (event.type === 'windowClosed') open.delete(`${event.shardId}/${event.lane}`);
    else if (event.type === 'recordsDiscarded' && event.sequenceNumbers.length === 0) {
      const sent = documentAbout.get(index);
      const opened = open.get(`${event.shardId}/${event.lane}`);
      if (sent?.type === 'documentDelivered' || (sent === undefined && allowsSilentDiscards)) continue;
      const { shardId } = event;
      const { lastAttempt, eventIndexes: attempts } = finalCalls.of(event);
      const why = lastAttempt === undefined ? '' : `; its last attempt${lastAttempt}`;
      const message = `The result of ${named(opened)} of ${shardId} is lost: its final call was given up (${event.condition}${why}) and no document about it reached a destination.`;
      const eventIndexes = [...(opened ? [opened.index] : []), ...attempts, index, ...(sent ? [sent.index] : [])];
      findings.push({ code: 'windowLost', message, shardId, sequenceNumbers: [], eventIndexes });
    }
  }
  for (const opened of open.values()) {
    const { shardId } = opened.event;
    const message = `${capitalised(named(opened))} of ${shardId} is pending: the run ended before its final call.`;
    findings.push({ code: 'windowPending', message, shardId, sequenceNumbers: [], eventIndexes: [opened.index] });
  }
  return findings;
}

interface Opened {
  readonly event: Extract<TraceEvent, { type: 'windowOpened' }>;
  readonly index: number;
}

function named(opened: Opened | undefined): string {
  return opened === undefined ? 'a window' : `the window ${opened.event.window.start}/${opened.event.window.end}`;
}

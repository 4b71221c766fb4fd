import type { WindowBounds } from '../destination/windowBounds.ts';
import type { TraceEvent } from './traceEvent.ts';
import type { EffectEvent } from './effectEvent.ts';
import { effectOutcomeText } from './effectOutcomeText.ts';
import { jsonLine } from './jsonLine.ts';
import { oneLine } from '../words/oneLine.ts';

/** What happened, in one line without time and shard. */
export function describeEvent(event: TraceEvent): string {
  const text = sentence(event);
  return event.assumption === undefined ? text : `${text} (assumed: ${event.assumption})`;
}

function sentence(event: TraceEvent): string {
  switch (event.type) {
    case 'shardStarted':
      return 'shard started';
    case 'recordsRead':
      return `read ${range(event.sequenceNumbers)}`;
    case 'recordsSkipped':
      return `skipped ${range(event.sequenceNumbers)}: ${event.reason}`;
    case 'invocationStarted':
      return `invocation ${event.index}: ${range(event.sequenceNumbers)} attempt ${event.attempt} ${event.origin} ${event.requestId.slice(0, 8)}${windowText(event)}`;
    case 'invocationEnded':
      return `invocation ${event.index}: ${event.outcome}${detail(event)}`;
    case 'effect':
      return `invocation ${event.invocation}: effect ${event.number} ${effectText(event)}`;
    case 'escaped':
      return `invocation ${event.index}: ${event.escape} after its answer ${oneLine(`${event.thrown.errorType}: ${event.thrown.errorMessage}`)}`;
    case 'attemptRejected':
      return `rejected ${range(event.sequenceNumbers)} attempt ${event.attempt}: ${event.reason}`;
    case 'batchResumed':
      return `resume at ${range(event.sequenceNumbers)}`;
    case 'batchRedelivered':
      return `deliver ${range(event.sequenceNumbers)} again: its success is forgotten`;
    case 'batchBisected':
      return `bisect ${range(event.left)} | ${range(event.right)}`;
    case 'backedOff':
      return `back off ${range(event.sequenceNumbers)} for ${event.untilMs - event.atMs} ms`;
    case 'checkpointed':
      return `checkpoint ${event.sequenceNumber}`;
    case 'recordsDiscarded':
      return `discard ${range(event.sequenceNumbers)}: ${event.condition} after ${event.approximateInvokeCount}`;
    case 'documentDelivered':
      return `sent document to ${event.delivery.kind}${event.delivery.key === undefined ? '' : ` ${event.delivery.key}`}`;
    case 'documentRefused':
      return `document refused by ${event.delivery.kind}: ${event.recordCount} records dropped`;
    case 'windowOpened':
      return `window ${bounds(event.window)} opened`;
    case 'windowClosed':
      return `window ${bounds(event.window)} closed${event.isTerminatedEarly ? ' early' : ''}`;
    case 'shardFinished':
      return 'shard finished';
    case 'mappingDisabled':
      return 'mapping disabled';
    case 'mappingEnabled':
      return 'mapping enabled';
    case 'mappingUpdated':
      return `mapping updated ${JSON.stringify(event.changes)}`;
    case 'handlerReplaced':
      return 'handler replaced';
    case 'sourcePermissionLost':
      return 'permission to read the stream lost';
    case 'sourcePermissionRestored':
      return 'permission to read the stream restored';
    case 'warned':
      return `warning ${event.code}: ${event.message}`;
  }
}

/** `[7]`, `[7 8 9]`, or `[7 … 31] (25)` for more than three. */
export function range(sequenceNumbers: readonly string[]): string {
  if (sequenceNumbers.length <= 3) return `[${sequenceNumbers.join(' ')}]`;
  return `[${sequenceNumbers[0]} … ${sequenceNumbers.at(-1)}] (${sequenceNumbers.length})`;
}

function detail(event: Extract<TraceEvent, { type: 'invocationEnded' }>): string {
  if (event.error !== undefined) return ` ${oneLine(`${event.error.errorType}: ${event.error.errorMessage}`)}`;
  if (event.outcome === 'success' || event.response === undefined) return '';
  return ` ${jsonLine(event.response)}`;
}

function effectText(event: EffectEvent): string {
  const records = event.sequenceNumber === undefined ? event.about : [event.sequenceNumber];
  return `${event.name}${records === undefined ? '' : ` ${range(records)}`}: ${effectOutcomeText(event)}`;
}

function windowText(event: Extract<TraceEvent, { type: 'invocationStarted' }>): string {
  if (event.window === undefined) return '';
  const flags = `${event.isFinalInvokeForWindow ? ' final' : ''}${event.isWindowTerminatedEarly ? ' early' : ''}`;
  return ` window ${bounds(event.window)}${flags} state ${jsonLine(event.state)}`;
}

function bounds(window: WindowBounds): string {
  return `${window.start}/${window.end}`;
}

import type { Trace, TraceEvent } from '@millrace/simulator';
import type { TracedRecord } from './recordFates.ts';

/** One thing that happened to a record. */
export interface LifeEvent {
  /** Virtual milliseconds since the mapping was enabled. */
  readonly atMs: number;
  readonly what: string;
}

type Ended = Extract<TraceEvent, { type: 'invocationEnded' }>;

/** Everything that happened to one record, oldest first, told from the record's side. */
export function lifeOfRecord(trace: Trace, { shardId, sequenceNumber }: TracedRecord): readonly LifeEvent[] {
  const ended = new Map(
    trace.events.flatMap((event) => (event.type === 'invocationEnded' ? [[event.index, event]] : [])),
  );
  const life: LifeEvent[] = [];
  let awaitsDocument = false;
  for (const event of trace.events) {
    if (!('shardId' in event) || event.shardId !== shardId) continue;
    const what = happened(event, sequenceNumber, ended) ?? (awaitsDocument ? documentText(event) : undefined);
    if (event.type === 'recordsDiscarded') awaitsDocument = event.sequenceNumbers.includes(sequenceNumber);
    if (event.type === 'documentDelivered' || event.type === 'documentRefused') awaitsDocument = false;
    if (what !== undefined) life.push({ atMs: event.atMs, what });
  }
  return life;
}

function happened(event: TraceEvent, sequenceNumber: string, ended: ReadonlyMap<number, Ended>): string | undefined {
  if (event.type === 'batchBisected') {
    const side = event.left.includes(sequenceNumber)
      ? 'left'
      : event.right.includes(sequenceNumber)
        ? 'right'
        : undefined;
    const size = event.left.length + event.right.length;
    return side && `batch of ${size} halved: this record is in the ${side} half of ${event[side].length}`;
  }
  if (!('sequenceNumbers' in event) || !event.sequenceNumbers.includes(sequenceNumber)) return undefined;
  const size = event.sequenceNumbers.length;
  switch (event.type) {
    case 'recordsRead':
      return size === 1 ? 'read from the shard' : `read from the shard, as one of ${size}`;
    case 'recordsSkipped':
      return `skipped: ${event.reason}`;
    case 'invocationStarted': {
      const place = size === 1 ? 'alone' : `number ${event.sequenceNumbers.indexOf(sequenceNumber) + 1} of ${size}`;
      return `invocation ${event.index}, attempt ${event.attempt}, ${place}: ${answerText(ended.get(event.index), size)}`;
    }
    case 'attemptRejected':
      return `attempt ${event.attempt} did not reach the function: ${event.reason}`;
    case 'batchResumed': {
      const place = event.sequenceNumbers[0] === sequenceNumber ? 'the first' : 'one';
      return size === 1 ? 'left over alone, sent again' : `${place} of the ${size} left over, sent again`;
    }
    case 'backedOff':
      return `waits ${event.untilMs - event.atMs} ms for the next attempt`;
    case 'recordsDiscarded':
      return `discarded: ${event.condition}, after ${event.approximateInvokeCount} ${event.approximateInvokeCount === 1 ? 'call' : 'calls'}`;
    case 'invocationEnded':
      return undefined;
    default:
      return event satisfies never;
  }
}

function answerText(call: Ended | undefined, size: number): string {
  if (call === undefined) return 'no answer before the run ended';
  if (call.error) return `threw ${call.error.errorType}: ${call.error.errorMessage}`;
  switch (call.outcome) {
    case 'success':
      return 'success';
    case 'firstRecordReported':
      return size === 1 ? 'reported as failed' : `reported ${reported(call)}, the first record: the whole batch failed`;
    case 'partialFailure':
      return `reported ${reported(call)}: what is before it is done`;
    case 'malformedReport':
      return `an answer that fails the whole batch: ${JSON.stringify(call.response)}`;
    case 'timeout':
      return 'timed out';
    case 'responseTooLarge':
      return 'the answer was too large';
    case 'stateMissing':
      return 'the answer had no state';
    case 'functionError':
      return 'function error';
    default:
      return call.outcome satisfies never;
  }
}

function reported({ response }: Ended): string {
  const report = response as { batchItemFailures?: readonly { itemIdentifier?: unknown }[] } | undefined;
  const numbers = (report?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return numbers.length === 1 ? String(numbers[0]) : `${numbers.length} records`;
}

function documentText(event: TraceEvent): string | undefined {
  if (event.type === 'documentDelivered') return `document sent to ${event.delivery.destination}`;
  return event.type === 'documentRefused'
    ? `document refused by ${event.delivery.destination}: the record is lost`
    : undefined;
}

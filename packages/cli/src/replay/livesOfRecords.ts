import type { Trace, TraceEvent } from '@millrace/simulator';
import { durationText } from './durationText.ts';
import { type TracedRecord, traceKey } from './recordFates.ts';

/** One thing that happened to a record. */
export interface LifeEvent {
  /** Virtual milliseconds since the mapping was enabled. */
  readonly atMs: number;
  readonly what: string;
}

type Ended = Extract<TraceEvent, { type: 'invocationEnded' }>;

/**
 * Everything that happened to each of some records, oldest first, told from the record's side, by `traceKey`.
 *
 * One pass over the trace, whatever the number of records.
 */
export function livesOfRecords(
  trace: Trace,
  records: readonly TracedRecord[],
): ReadonlyMap<string, readonly LifeEvent[]> {
  const ended = new Map(
    trace.events.flatMap((event) => (event.type === 'invocationEnded' ? [[event.index, event]] : [])),
  );
  const lives = new Map(records.map((record): [string, LifeEvent[]] => [traceKey(record), []]));
  /** By shard, the records of the last discard, whose document comes next. */
  const awaiting = new Map<string, readonly string[]>();
  const tell = (event: { shardId: string; atMs: number }, sequenceNumber: string, what: () => string | undefined) => {
    const life = lives.get(traceKey({ shardId: event.shardId, sequenceNumber }));
    const text = life && what();
    if (text !== undefined) life?.push({ atMs: event.atMs, what: text });
  };
  for (const event of trace.events) {
    if (event.type === 'batchBisected') {
      for (const side of ['left', 'right'] as const) {
        for (const sequenceNumber of event[side]) tell(event, sequenceNumber, () => halved(event, side));
      }
    } else if (event.type === 'documentDelivered' || event.type === 'documentRefused') {
      for (const sequenceNumber of awaiting.get(event.shardId) ?? [])
        tell(event, sequenceNumber, () => documentText(event));
      awaiting.delete(event.shardId);
    } else if ('sequenceNumbers' in event) {
      for (const [position, sequenceNumber] of event.sequenceNumbers.entries()) {
        tell(event, sequenceNumber, () => happened(event, position, ended));
      }
      if (event.type === 'recordsDiscarded') awaiting.set(event.shardId, event.sequenceNumbers);
    }
  }
  return lives;
}

type OnRecords = Extract<TraceEvent, { sequenceNumbers: readonly string[] }>;

function happened(event: OnRecords, position: number, ended: ReadonlyMap<number, Ended>): string | undefined {
  const size = event.sequenceNumbers.length;
  switch (event.type) {
    case 'recordsRead':
      return size === 1 ? 'read from the shard' : `read from the shard, as one of ${size}`;
    case 'recordsSkipped':
      return `skipped: ${event.reason}`;
    case 'invocationStarted': {
      const place = size === 1 ? 'alone' : `number ${position + 1} of ${size}`;
      return `invocation ${event.index}, attempt ${event.attempt}, ${place}: ${answerText(ended.get(event.index), size)}`;
    }
    case 'attemptRejected':
      return `attempt ${event.attempt} did not reach the function: ${event.reason}`;
    case 'batchResumed': {
      const place = position === 0 ? 'the first' : 'one';
      return size === 1 ? 'left over alone, sent again' : `${place} of the ${size} left over, sent again`;
    }
    case 'backedOff':
      return `waits ${durationText(event.untilMs - event.atMs)} for the next attempt`;
    case 'recordsDiscarded':
      return `discarded: ${event.condition}, after ${event.approximateInvokeCount} ${event.approximateInvokeCount === 1 ? 'call' : 'calls'}`;
    case 'invocationEnded':
      return undefined;
    default:
      return event satisfies never;
  }
}

function halved(event: Extract<TraceEvent, { type: 'batchBisected' }>, side: 'left' | 'right'): string {
  const size = event.left.length + event.right.length;
  return `batch of ${size} halved: this record is in the ${side} half of ${event[side].length}`;
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

function documentText({ type, delivery }: Extract<TraceEvent, { delivery: unknown }>): string {
  return type === 'documentDelivered'
    ? `document sent to ${delivery.destination}`
    : `document refused by ${delivery.destination}: the record is lost`;
}

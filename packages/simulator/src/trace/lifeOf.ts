import { compareSequenceNumbers } from '@millrace/records';
import { documents } from './documents.ts';
import type { Trace } from './trace.ts';
import type { InvocationEnded, TraceEvent } from './traceEvent.ts';
import { timeOf } from './traceText.ts';
import { answerText } from './answerText.ts';
import type { EffectEvent } from './effectEvent.ts';
import { effectOutcomeText } from './effectOutcomeText.ts';
import { jsonLine } from './jsonLine.ts';
import { oneLine } from '../words/oneLine.ts';
import { counted } from '../words/counted.ts';

/** One thing that happened to a record. */
export interface LifeEvent {
  /** Virtual milliseconds since the scenario's start. */
  readonly atMs: number;
  readonly shardId: string;
  /** What happened, told from the record's side. */
  readonly what: string;
  /** Index of the event in the trace. */
  readonly eventIndex: number;
}

/**
 * The life of one record, a line for each thing that happened to it, oldest first: read, each attempt and its answer,
 * its effects, splits, waits, discard, document, and the checkpoint that passed it; until then also what was done to the
 * mapping, for a mapping that is updated or enabled again reads from the checkpoint. Empty for a record that was never
 * read.
 *
 * Without a shard id it is looked for in every shard; lines then name their shard when there is more than one.
 *
 * @example
 * lifeOf(trace, '4900031').join('\n');
 * //     0.000s read from the shard, as one of 25
 * //     0.000s invocation 0, attempt 1, number 7 of 25: reported 4900031; what comes before it is done
 * //     …
 */
export function lifeOf(trace: Trace, sequenceNumber: string, shardId?: string): readonly string[] {
  const life = lifeEvents(trace, sequenceNumber, shardId);
  const isAmbiguous = life.some((event) => event.shardId !== life[0]?.shardId);
  return life.map((event) => `${timeOf(event.atMs)} ${isAmbiguous ? `${event.shardId}: ` : ''}${event.what}`);
}

/** The same as {@link lifeOf}, as data. */
export function lifeEvents(trace: Trace, sequenceNumber: string, shardId?: string): readonly LifeEvent[] {
  /** Shards in which the record was read and no checkpoint has passed it yet. */
  const ahead = new Set<string>();
  const tell = storyteller(trace, sequenceNumber, ahead);
  const life: LifeEvent[] = [];
  for (const [eventIndex, event] of trace.events.entries()) {
    const { atMs } = event;
    if ('shardId' in event) {
      if (shardId !== undefined && event.shardId !== shardId) continue;
      const what = tell(event, eventIndex);
      if (what !== undefined) life.push({ atMs, shardId: event.shardId, what, eventIndex });
    } else {
      const what = mappingText(event);
      if (what !== undefined) for (const shard of ahead) life.push({ atMs, shardId: shard, what, eventIndex });
    }
  }
  return life;
}

type ShardEvent = Extract<TraceEvent, { readonly shardId: string }>;

/** Tells what an event did to the record, if anything, and keeps `ahead`; asked for every event in order. */
function storyteller(
  trace: Trace,
  wanted: string,
  ahead: Set<string>,
): (event: ShardEvent, eventIndex: number) => string | undefined {
  const calls = new Map<number, InvocationEnded>();
  for (const event of trace.events) if (event.type === 'invocationEnded') calls.set(event.index, event);
  const sent = documents(trace.events);
  /** Documents about the record, by the index of their event. */
  const about = new Set<number>();
  const placeIn = (numbers: readonly string[]): number => {
    return numbers.findIndex((number) => compareSequenceNumbers(number, wanted) === 0);
  };

  return (event, eventIndex) => {
    if (event.type === 'batchBisected') return splitText(event, placeIn);
    if (event.type === 'checkpointed') {
      if (!ahead.has(event.shardId) || compareSequenceNumbers(event.sequenceNumber, wanted) < 0) return undefined;
      ahead.delete(event.shardId);
      return `the checkpoint has passed it: ${event.sequenceNumber}`;
    }
    if (event.type === 'documentDelivered' || event.type === 'documentRefused') {
      return about.has(eventIndex) ? documentText(event) : undefined;
    }
    if (event.type === 'effect') return effectText(event, placeIn);
    if (!('sequenceNumbers' in event) || event.type === 'invocationEnded') return undefined;
    const place = placeIn(event.sequenceNumbers);
    if (place === -1) return undefined;
    if (event.type === 'recordsRead') ahead.add(event.shardId);
    if (event.type === 'recordsDiscarded') about.add(sent.get(eventIndex)?.index ?? -1);
    return batchText(event, place, calls);
  };
}

type BatchEvent = Exclude<Extract<ShardEvent, { readonly sequenceNumbers: unknown }>, { type: 'invocationEnded' }>;

function batchText(event: BatchEvent, place: number, calls: ReadonlyMap<number, InvocationEnded>): string {
  const size = event.sequenceNumbers.length;
  switch (event.type) {
    case 'recordsRead':
      return size === 1 ? 'read from the shard' : `read from the shard, as one of ${size}`;
    case 'recordsSkipped':
      return `skipped: ${event.reason}`;
    case 'invocationStarted': {
      const position = size === 1 ? 'alone' : `number ${place + 1} of ${size}`;
      const answer = answerText(calls.get(event.index), place);
      return `invocation ${event.index}, attempt ${event.attempt}, ${position}: ${answer}`;
    }
    case 'escaped':
      return `invocation ${event.index} had answered, and something escaped it (${event.escape}): ${oneLine(`${event.thrown.errorType}: ${event.thrown.errorMessage}`)}`;
    case 'attemptRejected':
      return `attempt ${event.attempt} did not reach the function: ${event.reason}`;
    case 'batchResumed':
      return size === 1 ? 'left over alone, goes on as a batch' : `left over with ${size - 1} more, goes on as a batch`;
    case 'batchRedelivered':
      return 'the success is forgotten: it comes again, in a batch with another request id';
    case 'backedOff':
      return `waits ${event.untilMs - event.atMs} ms for the next attempt`;
    case 'recordsDiscarded':
      return `discarded: ${event.condition}${afterCalls(event)}`;
  }
}

/** S38: records that aged out without a call count as 1 in their document, so only the first condition tells of calls. */
function afterCalls({
  condition,
  approximateInvokeCount: calls,
}: Extract<TraceEvent, { type: 'recordsDiscarded' }>): string {
  if (condition !== 'RetryAttemptsExhausted') return '';
  return `, after ${counted(calls, 'call')}`;
}

/** An effect for several records is told in the life of each. */
function effectText(event: EffectEvent, placeIn: (numbers: readonly string[]) => number): string | undefined {
  const records = event.about ?? (event.sequenceNumber === undefined ? [] : [event.sequenceNumber]);
  if (placeIn(records) === -1) return undefined;
  const others = records.length === 1 ? '' : `, for it and ${records.length - 1} more`;
  return `invocation ${event.invocation}, effect ${event.number}: ${event.name}${others}: ${effectOutcomeText(event)}`;
}

function splitText(
  { left, right }: Extract<TraceEvent, { type: 'batchBisected' }>,
  placeIn: (numbers: readonly string[]) => number,
): string | undefined {
  const side = placeIn(left) !== -1 ? 'left' : placeIn(right) !== -1 ? 'right' : undefined;
  if (side === undefined) return undefined;
  const half = side === 'left' ? left : right;
  return `the batch of ${left.length + right.length} is halved: goes on in the ${side} half of ${half.length}`;
}

function documentText(event: Extract<TraceEvent, { type: 'documentDelivered' | 'documentRefused' }>): string {
  return event.type === 'documentDelivered'
    ? `document sent to ${event.delivery.destination}`
    : `document refused by ${event.delivery.destination}`;
}

/** What was done to the mapping, which holds for every shard. A mapping that has read was enabled before (S3). */
function mappingText(event: Exclude<TraceEvent, ShardEvent>): string | undefined {
  switch (event.type) {
    case 'mappingDisabled':
      return 'the mapping is disabled';
    case 'mappingEnabled':
      return 'the mapping is enabled again';
    case 'mappingUpdated':
      return `the mapping is updated: ${jsonLine(event.changes)}`;
    default:
      return undefined;
  }
}

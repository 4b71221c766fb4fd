import type { Assumption } from '../core/assumption.ts';
import type { Command, SkipReason } from '../core/command.ts';
import { attemptOf, type Batch } from '../core/batch.ts';
import type { StreamRecord } from '../core/streamRecord.ts';
import { windowBounds } from '../destination/windowBounds.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';

/** What the words of a command need to become an event of the trace. */
export interface RecorderFacts {
  readonly shardId: string;
  readonly atMs: number;
  readonly epochMs: number;
  readonly requestIdOf: (shardId: string, batch: Batch) => string;
}

/**
 * The trace event that tells of a command, for the commands that need no more than themselves; the others (reads,
 * invocations, documents) are told by the driver that carries them out.
 */
export function eventOf(command: Command, facts: RecorderFacts): TraceEvent | undefined {
  const { shardId, atMs, epochMs, requestIdOf } = facts;
  switch (command.kind) {
    case 'checkpoint':
      return { type: 'checkpointed', atMs, shardId, sequenceNumber: command.sequenceNumber };
    case 'finish':
      return { type: 'shardFinished', atMs, shardId };
    case 'skip': {
      const { reason } = command;
      const assumption = skipAssumptions[reason];
      const sequenceNumbers = numbers(command);
      return withAssumption({ type: 'recordsSkipped', atMs, shardId, sequenceNumbers, reason }, assumption);
    }
    case 'resume': {
      const { lane, suffix, assumption } = command;
      const requestId = requestIdOf(shardId, suffix);
      const sequenceNumbers = numbers(suffix);
      return withAssumption({ type: 'batchResumed', atMs, shardId, lane, requestId, sequenceNumbers }, assumption);
    }
    case 'redeliver': {
      const { lane, again } = command;
      const requestId = requestIdOf(shardId, again);
      return { type: 'batchRedelivered', atMs, shardId, lane, requestId, sequenceNumbers: numbers(again) };
    }
    case 'bisect': {
      const { lane, left, right } = command;
      return { type: 'batchBisected', atMs, shardId, lane, left: numbers(left), right: numbers(right) };
    }
    case 'backOff': {
      const { lane, batch, untilMs } = command;
      const requestId = requestIdOf(shardId, batch);
      const sequenceNumbers = numbers(batch);
      // The first wait was recorded on AWS (S28); the schedule beyond it is U1.
      const assumption = attemptOf(batch) > 2 ? 'backoff' : undefined;
      return withAssumption(
        { type: 'backedOff', atMs, shardId, lane, untilMs, requestId, sequenceNumbers },
        assumption,
      );
    }
    case 'payloadTooLarge': {
      const { lane, batch, kind: reason } = command;
      const attempt = attemptOf(batch);
      const requestId = requestIdOf(shardId, batch);
      const sequenceNumbers = numbers(batch);
      const assumption = 'payloadLimitBytes';
      return { type: 'attemptRejected', atMs, shardId, lane, attempt, reason, requestId, sequenceNumbers, assumption };
    }
    case 'openWindow': {
      const { lane } = command;
      return { type: 'windowOpened', atMs, shardId, lane, window: windowBounds(command, epochMs) };
    }
    case 'closeWindow': {
      const { lane, isTerminatedEarly, assumption } = command;
      const window = windowBounds(command, epochMs);
      return withAssumption({ type: 'windowClosed', atMs, shardId, lane, window, isTerminatedEarly }, assumption);
    }
    case 'discard': {
      const { lane, batch, condition, invokeCount: approximateInvokeCount, assumption } = command;
      const requestId = requestIdOf(shardId, batch);
      const sequenceNumbers = numbers(command);
      const event = { atMs, shardId, lane, requestId, sequenceNumbers, condition, approximateInvokeCount };
      return withAssumption({ type: 'recordsDiscarded', ...event }, assumption);
    }
    case 'read':
    case 'poll':
    case 'rewind':
    case 'wake':
    case 'invoke':
    case 'document':
    case 'judge':
      return undefined;
  }
}

/** The knobs that a skip rests on. */
const skipAssumptions: Readonly<Record<SkipReason, Assumption | undefined>> = {
  beforeStartingPosition: undefined,
  filteredOut: undefined,
  latestGap: 'latestGapMs',
  terminatedWindow: 'afterEarlyTermination',
};

/** Completes a new event with the name of the knob that its step rests on, where it rests on one. */
export function withAssumption<Event extends TraceEvent>(event: Event, assumption: string | undefined): Event {
  // Written onto it: V8 makes a hidden class for every single object that is spread and then gets one more property.
  const unfinished: { assumption?: string } = event;
  if (assumption !== undefined) unfinished.assumption = assumption;
  return event;
}

/** The sequence numbers of what holds records: one list for one list of records, as a trace holds many. */
export function numbers({ records }: { readonly records: readonly StreamRecord[] }): readonly string[] {
  const known = listed.get(records);
  if (known !== undefined) return known;
  const list = records.map((record) => record.sequenceNumber);
  listed.set(records, list);
  return list;
}

const listed = new WeakMap<readonly StreamRecord[], readonly string[]>();

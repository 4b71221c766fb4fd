import type { Command } from '../core/command.ts';
import { attemptOf, type Batch } from '../core/batch.ts';
import { windowBounds } from '../destination/windowBounds.ts';
import type { TraceEvent } from '../trace/traceEvent.ts';

/** What the words of a command need to become an event of the trace. */
export interface RecorderFacts {
  readonly shardId: string;
  readonly atMs: number;
  readonly epochMs: number;
  readonly requestIdOf: (batch: Batch) => string;
}

/**
 * The trace event that tells of a command, for the commands that need no more than themselves; the others (reads,
 * invocations, documents) are told by the driver that carries them out.
 */
export function eventOf(command: Command, facts: RecorderFacts): TraceEvent | undefined {
  const { shardId, atMs, requestIdOf } = facts;
  switch (command.kind) {
    case 'checkpoint':
      return { type: 'checkpointed', atMs, shardId, sequenceNumber: command.sequenceNumber };
    case 'finish':
      return { type: 'shardFinished', atMs, shardId };
    case 'skip':
      return {
        type: 'recordsSkipped',
        atMs,
        shardId,
        sequenceNumbers: numbers(command),
        reason: command.reason,
        ...(command.reason === 'terminatedWindow' && { assumption: 'afterEarlyTermination' }),
      };
    case 'resume':
      return {
        type: 'batchResumed',
        atMs,
        shardId,
        lane: command.lane,
        ...named(command.suffix, requestIdOf),
        ...assumed(command),
      };
    case 'bisect': {
      const { lane, left, right } = command;
      return { type: 'batchBisected', atMs, shardId, lane, left: numbers(left), right: numbers(right) };
    }
    case 'backOff': {
      const { lane, batch, untilMs } = command;
      // The first wait was recorded on AWS (S28); the schedule beyond it is U1.
      const assumption = attemptOf(batch) > 2 ? { assumption: 'backoff' } : {};
      return { type: 'backedOff', atMs, shardId, lane, untilMs, ...named(batch, requestIdOf), ...assumption };
    }
    case 'payloadTooLarge': {
      const { lane, batch } = command;
      const attempt = attemptOf(batch);
      return {
        type: 'attemptRejected',
        atMs,
        shardId,
        lane,
        attempt,
        reason: command.kind,
        ...named(batch, requestIdOf),
        assumption: 'payloadLimitBytes',
      };
    }
    case 'openWindow':
      return {
        type: 'windowOpened',
        atMs,
        shardId,
        lane: command.lane,
        window: windowBounds(command, facts.epochMs),
        ...assumed(command),
      };
    case 'closeWindow': {
      const { lane, isTerminatedEarly } = command;
      const window = windowBounds(command, facts.epochMs);
      return { type: 'windowClosed', atMs, shardId, lane, window, isTerminatedEarly, ...assumed(command) };
    }
    case 'discard':
      return {
        type: 'recordsDiscarded',
        atMs,
        shardId,
        lane: command.lane,
        requestId: requestIdOf(command.batch),
        sequenceNumbers: numbers(command),
        condition: command.condition,
        approximateInvokeCount: command.invokeCount,
        ...assumed(command),
      };
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

/** The name of the knob that a step rests on, where it rests on one. */
export function assumed(step: { readonly assumption?: string | undefined }): { readonly assumption?: string } {
  return step.assumption === undefined ? {} : { assumption: step.assumption };
}

/** The sequence numbers of what holds records. */
export function numbers(holder: {
  readonly records: readonly { readonly sequenceNumber: string }[];
}): readonly string[] {
  return holder.records.map((record) => record.sequenceNumber);
}

function named(
  batch: Batch,
  requestIdOf: (batch: Batch) => string,
): { requestId: string; sequenceNumbers: readonly string[] } {
  return { requestId: requestIdOf(batch), sequenceNumbers: numbers(batch) };
}

import type { ObservedEffect } from '../function/effectObserver.ts';
import type { EffectEvent } from '../trace/effectEvent.ts';
import type { InvocationStarted } from '../trace/traceEvent.ts';

/** The trace event for an effect of an invocation, at the moment at which it began. */
export function effectEvent(started: InvocationStarted, effect: ObservedEffect): EffectEvent {
  const { shardId, lane, requestId, index: invocation } = started;
  const { number, name, kind, key, outcome, when, sequenceNumber, about, call, error } = effect;
  const atMs = started.atMs + effect.afterMs;
  // Field by field, and with its record at once, as most have one: there may be a million.
  const event: { -readonly [Name in keyof EffectEvent]: EffectEvent[Name] } =
    sequenceNumber === undefined
      ? { type: 'effect', atMs, shardId, lane, requestId, invocation, number, name, kind, key, outcome, when, call }
      : {
          type: 'effect',
          atMs,
          shardId,
          lane,
          requestId,
          invocation,
          number,
          name,
          kind,
          key,
          sequenceNumber,
          outcome,
          when,
          call,
        };
  if (about !== undefined) event.about = about;
  if (error !== undefined) event.error = error;
  return event;
}

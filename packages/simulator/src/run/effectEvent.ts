import type { ObservedEffect } from '../function/effectObserver.ts';
import type { EffectEvent } from '../trace/effectEvent.ts';
import type { InvocationStarted } from '../trace/traceEvent.ts';

/** The trace event for an effect of an invocation, at the moment at which it began. */
export function effectEvent(started: InvocationStarted, { afterMs, ...effect }: ObservedEffect): EffectEvent {
  const { atMs, shardId, lane, requestId, index: invocation } = started;
  return { type: 'effect', atMs: atMs + afterMs, shardId, lane, requestId, invocation, ...effect };
}

import { escapeCause } from '../function/escapeCause.ts';
import { escapeError } from '../function/escapeError.ts';
import type { Escape } from '../function/heard.ts';
import { answerStyleOf, type RuntimeName } from '../scenario/runtime.ts';
import type { Escaped, InvocationStarted } from '../trace/traceEvent.ts';

/** The trace event for what escaped an invocation that was over. Its moment is that of real time: it may differ from run to run. */
export function escapedEvent(started: InvocationStarted, escape: Escape, runtime: RuntimeName, atMs: number): Escaped {
  const { shardId, lane, requestId, sequenceNumbers, index } = started;
  const error = escapeError(escape, answerStyleOf(runtime), requestId);
  const thrown = escapeCause(escape);
  return {
    type: 'escaped',
    atMs,
    shardId,
    lane,
    requestId,
    sequenceNumbers,
    index,
    escape: escape.kind,
    error,
    thrown,
  };
}

import type { Answer } from '../core/answer.ts';
import type { InvocationEnded, InvocationStarted } from '../trace/traceEvent.ts';

/** An invocation that has not been judged yet. */
export interface UnderWay {
  readonly started: InvocationStarted;
  readonly answer: Answer;
  /** When the newest record of the batch was created; undefined for a call without records. */
  readonly newestMs: number | undefined;
}

/** The trace event for the judgement of an invocation. */
export function invocationEnded(
  { started, answer, newestMs }: UnderWay,
  outcome: InvocationEnded['outcome'],
  atMs: number,
): InvocationEnded {
  const { shardId, lane, requestId, index, sequenceNumbers } = started;
  const type = 'invocationEnded';
  if (answer.kind === 'returned' && newestMs !== undefined) {
    // Nearly all are like this. Written at once, as what is added later takes room of its own, and a trace holds many.
    const { response } = answer;
    const iteratorAgeMs = atMs - newestMs; // S59
    return { type, atMs, shardId, lane, requestId, sequenceNumbers, index, outcome, response, iteratorAgeMs };
  }
  const ended: { -readonly [Name in keyof InvocationEnded]: InvocationEnded[Name] } = {
    type,
    atMs,
    shardId,
    lane,
    requestId,
    sequenceNumbers,
    index,
    outcome,
  };
  if (answer.kind === 'returned') ended.response = answer.response;
  if (answer.kind === 'functionError') ended.error = answer.error;
  if (newestMs !== undefined) ended.iteratorAgeMs = atMs - newestMs;
  return ended;
}

import { answerText } from '../trace/answerText.ts';
import type { InvocationEnded, RecordsDiscarded, TraceEvent } from '../trace/traceEvent.ts';

type Attempt = Extract<TraceEvent, { readonly type: 'invocationStarted' | 'attemptRejected' }>;

/** What the final calls of tumbling windows did, entered event by event. A final call is a batch without records (S49). */
export class FinalCalls {
  readonly #calls = new Map<string, FinalCall>();

  enter(event: TraceEvent, index: number): void {
    if (event.type !== 'invocationStarted' && event.type !== 'attemptRejected' && event.type !== 'invocationEnded')
      return;
    if (event.sequenceNumbers.length > 0) return;
    const call: FinalCall = this.#calls.get(keyOf(event)) ?? { last: undefined, answer: undefined, eventIndexes: [] };
    this.#calls.set(keyOf(event), call);
    call.eventIndexes.push(index);
    if (event.type === 'invocationEnded') {
      call.answer = event;
    } else {
      call.last = event;
      call.answer = undefined;
    }
  }

  /** What the last attempt of a final call did, to follow "its last attempt", and where all are in the trace. */
  of(discard: RecordsDiscarded): {
    readonly lastAttempt: string | undefined;
    readonly eventIndexes: readonly number[];
  } {
    const call = this.#calls.get(keyOf(discard));
    const lastAttempt = call?.last === undefined ? undefined : attemptText(call.last, call.answer);
    return { lastAttempt, eventIndexes: call?.eventIndexes ?? [] };
  }
}

/** The attempts of one final call; changed in place, for there may be very many. */
interface FinalCall {
  last: Attempt | undefined;
  /** The answer to the last attempt. */
  answer: InvocationEnded | undefined;
  readonly eventIndexes: number[];
}

function attemptText(last: Attempt, answer: InvocationEnded | undefined): string {
  if (last.type === 'attemptRejected') return ` did not reach the function: ${last.reason}`;
  return `, invocation ${last.index}: ${answerText(answer, 0)}`;
}

/** A batch keeps its request id through its attempts. */
function keyOf(batch: { readonly shardId: string; readonly lane: number; readonly requestId: string }): string {
  return `${batch.shardId}/${batch.lane}/${batch.requestId}`;
}

import type { Trace } from '../trace/trace.ts';
import type { Finding } from './finding.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { mappingInForce } from '../trace/mappingInForce.ts';
import { refuseNoTrace } from './refuseNoTrace.ts';
import { RetryBooks } from './retryBooks.ts';

/**
 * Holds what happens to each batch after a failure against the retry rules (S26, S27, S29, S33, S34). A batch is known
 * by its request id, which a retry repeats; the rest behind a partial failure and the halves of a split are batches of
 * their own, with a fresh budget.
 *
 * - `attemptMiscounted`: the attempts of a batch are not numbered 1, 2, 3, …, rejected sends included;
 * - `retryBudgetOverrun`: it was sent again after MaximumRetryAttempts + 1 failures;
 * - `retryBudgetNotUsed`: it was given up for exhausted retries with some left, or with retries that never end;
 * - `invokeCountWrong`: `approximateInvokeCount` is not the number of calls (S26, S29, S38);
 * - `notSplit`, `splitWrong`: with bisect, a failed batch of several records was not halved at once, or the halves are
 *   not the first `floor(n / 2)` records and the rest; without bisect, it was halved (S33);
 * - `batchChanged`: a retry held other records than what was left of the batch (S27);
 * - `batchSentAgain`: it was sent again after it had succeeded, had been cut, halved or given up;
 * - `answerWithoutCall`: an answer came to a call that was not under way;
 * - `failureUnanswered`: a failure was followed by neither a wait nor a discard.
 */
export function checkRetryBudget(trace: Trace): readonly Finding[] {
  refuseNoTrace('checkRetryBudget', trace);
  const books = new RetryBooks(trace.scenario.semantics);
  let { mapping } = trace.scenario;
  /** What was in force when the call of each lane began: it is judged by that, whatever an update has made of it (S62). */
  const ofCall = new Map<string, ResolvedMapping>();
  const judgesByOld = trace.scenario.semantics.callAcrossUpdate === 'oldSettings';
  for (const [index, event] of trace.events.entries()) {
    mapping = mappingInForce(mapping, event);
    if (!('lane' in event)) continue;
    const lane = `${event.shardId}/${event.lane}`;
    if (event.type === 'invocationStarted' || event.type === 'attemptRejected') ofCall.set(lane, mapping);
    books.enter(event, index, (judgesByOld ? ofCall.get(lane) : undefined) ?? mapping);
  }
  return books.close();
}

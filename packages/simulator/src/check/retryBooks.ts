import type { Semantics } from '../core/semantics.ts';
import type { ResolvedMapping } from '../mapping/eventSourceMapping.ts';
import { range } from '../trace/describeEvent.ts';
import type { InvocationEnded, RecordsDiscarded, TraceEvent } from '../trace/traceEvent.ts';
import type { Finding, FindingCode } from './finding.ts';
import { capitalised } from '../words/capitalised.ts';
import { counted } from '../words/counted.ts';

/** The books behind `checkRetryBudget`: one account for each batch, entered event by event. */
export class RetryBooks {
  readonly #semantics: Semantics;
  readonly #findings: Finding[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #due = new Map<string, Due>();

  constructor(semantics: Semantics) {
    this.#semantics = semantics;
  }

  enter(event: LaneEvent, index: number, mapping: ResolvedMapping): void {
    this.#settleDue(event, index);
    switch (event.type) {
      case 'invocationStarted':
      case 'attemptRejected':
        this.#attempt(event, index, mapping);
        break;
      case 'invocationEnded':
        this.#answer(event, index, mapping);
        break;
      case 'recordsDiscarded':
        this.#discard(event, index, mapping);
        break;
      default:
        break;
    }
  }

  close(): readonly Finding[] {
    for (const due of this.#due.values()) this.#unanswered(due, []);
    return this.#findings;
  }

  #attempt(
    event: Extract<TraceEvent, { type: 'invocationStarted' | 'attemptRejected' }>,
    index: number,
    mapping: ResolvedMapping,
  ): void {
    const account = this.#account(event, index);
    const { sequenceNumbers } = event;
    const name = batchName(event, sequenceNumbers);
    const add = (code: FindingCode, message: string): void => {
      this.#add(code, message, event.shardId, sequenceNumbers, [...new Set([account.lastIndex, index])]);
    };
    const due = account.failures + account.rejections + 1;
    if (event.attempt !== due) add('attemptMiscounted', `Attempt ${event.attempt} of ${name} is its attempt ${due}.`);
    if (account.end !== undefined)
      add('batchSentAgain', `${capitalised(name)} was sent again after it ${account.end}.`);
    if (account.failures > retriesOf(mapping)) {
      const message = `${capitalised(name)} was sent again after ${failuresText(account.failures)}; MaximumRetryAttempts is ${mapping.MaximumRetryAttempts}.`;
      add('retryBudgetOverrun', message);
    }
    if (account.records !== undefined && !isSame(account.records, sequenceNumbers)) {
      add(
        'batchChanged',
        `${capitalised(name)} was ${range(account.records)} before it was sent again under the same request id.`,
      );
    }
    account.records = sequenceNumbers;
    account.lastIndex = index;
    account.isUnderWay = event.type === 'invocationStarted';
    if (event.type === 'invocationStarted') return;
    if (event.reason !== 'payloadTooLarge') {
      account.rejections++; // S29: costs no retry.
      this.#due.set(laneKey(event), { account, what: 'retry', index });
      return;
    }
    account.failures++; // S9: uses the budget, and is never halved.
    const what = account.failures > retriesOf(mapping) ? 'discard' : 'retry';
    this.#due.set(laneKey(event), { account, what, index });
  }

  #answer(event: InvocationEnded, index: number, mapping: ResolvedMapping): void {
    const account = this.#account(event, index);
    if (!account.isUnderWay) {
      const name = batchName(event, event.sequenceNumbers);
      const message = `An answer came to ${name}, of which no call was under way.`;
      this.#add('answerWithoutCall', message, event.shardId, event.sequenceNumbers, [index]);
    }
    account.isUnderWay = false;
    account.lastIndex = index;
    if (event.outcome === 'success' || event.outcome === 'partialFailure') {
      account.end = event.outcome === 'success' ? 'had succeeded' : 'had been cut at a reported record';
      return;
    }
    if (mapping.BisectBatchOnFunctionError && event.sequenceNumbers.length > 1) {
      this.#due.set(laneKey(event), { account, what: 'split', index });
      return;
    }
    account.failures++;
    const what = account.failures > retriesOf(mapping) ? 'discard' : 'retry';
    this.#due.set(laneKey(event), { account, what, index });
  }

  #discard(event: RecordsDiscarded, index: number, mapping: ResolvedMapping): void {
    const account = this.#account(event, index);
    const { shardId, sequenceNumbers, condition, approximateInvokeCount } = event;
    const { rejectionsCountAsInvokes, counterAfterPartialExpiry } = this.#semantics;
    const name = batchName(event, sequenceNumbers);
    const indexes = [...new Set([account.lastIndex, index])];
    const isExhausted = condition === 'RetryAttemptsExhausted';
    if (isExhausted && account.failures !== retriesOf(mapping) + 1) {
      const message = `${capitalised(name)} was given up after ${failuresText(account.failures)}; MaximumRetryAttempts is ${mapping.MaximumRetryAttempts}.`;
      this.#add('retryBudgetNotUsed', message, shardId, sequenceNumbers, indexes);
    }
    const counted = account.failures + (rejectionsCountAsInvokes ? account.rejections : 0);
    const invokeCount = isExhausted ? counted : Math.max(1, counted); // S38: 1 for records that aged out without a call.
    if (approximateInvokeCount !== invokeCount) {
      const message = `${capitalised(name)} was discarded with approximateInvokeCount ${approximateInvokeCount}, expected ${invokeCount}.`;
      this.#add('invokeCountWrong', message, shardId, sequenceNumbers, indexes);
    }
    account.lastIndex = index;
    const rest = account.records?.slice(sequenceNumbers.length);
    if (isExhausted || rest?.length === 0) {
      account.end = 'had been given up';
      return;
    }
    // S38: the expired prefix goes, the rest of the batch goes on.
    account.records = rest;
    if (counterAfterPartialExpiry === 'fresh') {
      account.failures = 0;
      account.rejections = 0;
    }
  }

  /** What a failure calls for is the next thing that happens in its lane. */
  #settleDue(event: LaneEvent, index: number): void {
    const due = this.#due.get(laneKey(event));
    if (due === undefined) {
      if (event.type === 'batchBisected') this.#wrongSplit(event, index, 'no failed batch was due to be halved');
      return;
    }
    this.#due.delete(laneKey(event));
    if (event.type === 'batchBisected') {
      const records = due.account.records ?? [];
      if (due.what !== 'split') this.#wrongSplit(event, index, 'the mapping does not bisect it');
      else if (!isSame(event.left, records.slice(0, Math.floor(records.length / 2)))) {
        this.#wrongSplit(
          event,
          index,
          `the left half of ${range(records)} is its first ${Math.floor(records.length / 2)}`,
        );
      } else if (!isSame(event.right, records.slice(event.left.length))) {
        this.#wrongSplit(event, index, 'the halves are not the whole');
      }
      due.account.end = 'had been halved';
      return;
    }
    const isRetried = event.type === 'backedOff' && due.what === 'retry';
    const isDiscarded = event.type === 'recordsDiscarded' && due.what === 'discard';
    const isGivenUpEarly = event.type === 'recordsDiscarded' && due.what === 'retry'; // Judged with the discard.
    if (!isRetried && !isDiscarded && !isGivenUpEarly) this.#unanswered(due, [index]);
  }

  #unanswered({ account, what, index }: Due, next: readonly number[]): void {
    const { shardId, records = [], failures, rejections } = account;
    const name = batchName(account, records);
    if (what === 'split') {
      const message = `${capitalised(name)} failed and was not halved, although BisectBatchOnFunctionError is true.`;
      this.#add('notSplit', message, shardId, records, [index, ...next]);
      return;
    }
    const wanted = what === 'discard' ? 'not given up, with no retries left' : 'neither given up nor sent again';
    const message = `${capitalised(name)} was ${wanted} after ${failuresText(failures)}${rejections === 0 ? '' : ` and ${rejections} rejected sends`}.`;
    this.#add('failureUnanswered', message, shardId, records, [index, ...next]);
  }

  #wrongSplit(event: Extract<TraceEvent, { type: 'batchBisected' }>, index: number, why: string): void {
    const { shardId, left, right } = event;
    const message = `A batch of ${shardId} was halved into ${range(left)} and ${range(right)}: ${why}.`;
    this.#add('splitWrong', message, shardId, [...left, ...right], [index]);
  }

  #account(event: { readonly shardId: string; readonly requestId: string }, index: number): Account {
    const { shardId, requestId } = event;
    const key = `${shardId} ${requestId}`;
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const fresh: Account = {
      shardId,
      requestId,
      records: undefined,
      failures: 0,
      rejections: 0,
      end: undefined,
      isUnderWay: false,
      lastIndex: index,
    };
    this.#accounts.set(key, fresh);
    return fresh;
  }

  #add(
    code: FindingCode,
    message: string,
    shardId: string,
    sequenceNumbers: readonly string[],
    eventIndexes: readonly number[],
  ): void {
    this.#findings.push({ code, message, shardId, sequenceNumbers, eventIndexes });
  }
}

/** An event of a lane: everything that concerns a batch. */
type LaneEvent = Extract<TraceEvent, { readonly lane: number }>;

/** What is known of one batch. */
interface Account {
  readonly shardId: string;
  readonly requestId: string;
  /** What is left of the batch; undefined until it is first sent. */
  records: readonly string[] | undefined;
  failures: number;
  rejections: number;
  /** What ended it, in words. */
  end: string | undefined;
  isUnderWay: boolean;
  lastIndex: number;
}

/** A failure, and what must come of it next in its lane. */
interface Due {
  readonly account: Account;
  readonly what: 'split' | 'discard' | 'retry';
  readonly index: number;
}

function laneKey({ shardId, lane }: LaneEvent): string {
  return `${shardId}/${lane}`;
}

/** AWS writes "no limit" as -1 (S26). */
function retriesOf({ MaximumRetryAttempts }: ResolvedMapping): number {
  return MaximumRetryAttempts === -1 ? Infinity : MaximumRetryAttempts;
}

function batchName(batch: { readonly shardId: string }, sequenceNumbers: readonly string[]): string {
  return sequenceNumbers.length === 0
    ? `the final call of a window of ${batch.shardId}`
    : `the batch ${range(sequenceNumbers)} of ${batch.shardId}`;
}

function failuresText(failures: number): string {
  return counted(failures, 'failure');
}

function isSame(numbers: readonly string[], others: readonly string[]): boolean {
  return numbers.length === others.length && numbers.every((number, at) => number === others[at]);
}

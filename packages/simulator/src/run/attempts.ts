import type { Answer } from '../core/answer.ts';
import { attemptOf, type Batch } from '../core/batch.ts';
import type { Judgement, WindowCall } from '../core/command.ts';
import type { InvocationEnded, InvocationStarted, TraceEvent } from '../trace/traceEvent.ts';
import { buildEvent } from './buildEvent.ts';
import type { FunctionIdentity } from './functionIdentity.ts';
import { describeOption } from './describeOption.ts';
import { invokeHandler, type HandlerRun } from './invokeHandler.ts';
import { windowBounds } from '../destination/windowBounds.ts';
import { assumed, numbers } from './recorder.ts';
import { ScenarioError } from './scenarioError.ts';
import type { Warning } from './warnings.ts';
import type { ResolvedScenario } from './resolveScenario.ts';
import type { Attempt, Fault, LambdaHandler } from './scenarioOptions.ts';

/** One attempt to send a batch. */
export interface AttemptRequest {
  readonly shardId: string;
  readonly lane: number;
  readonly batch: Batch;
  readonly requestId: string;
  readonly window: WindowCall | undefined;
  readonly atMs: number;
}

/** What an attempt will be answered with, and how long that takes in virtual time. */
export interface AttemptResult {
  readonly answer: Answer;
  readonly durationMs: number;
  readonly warning?: Warning;
}

/** What `Attempts` needs to know of the scenario. */
export interface AttemptFacts {
  readonly function: FunctionIdentity;
  readonly streamArn: string;
  readonly epochMs: number;
  readonly functionTimeoutMs: number;
  readonly isolation: 'json' | 'none';
  readonly maximumInvocations: number;
}

/** An invocation that has not been judged yet. */
interface UnderWay {
  readonly started: InvocationStarted;
  readonly answer: Answer;
  /** When the newest record of the batch was created; undefined for a call without records. */
  readonly newestMs: number | undefined;
}

/** What changes from attempt to attempt. */
export interface AttemptProgress {
  handler: LambdaHandler;
  attemptCount: number;
  invocationCount: number;
  /** The invocation under way in each lane, by `shardId/lane`. */
  readonly underWay: Map<string, UnderWay>;
}

export function newAttemptProgress(handler: LambdaHandler): AttemptProgress {
  return { handler, attemptCount: 0, invocationCount: 0, underWay: new Map() };
}

export function copyAttemptProgress(progress: AttemptProgress): AttemptProgress {
  return { ...progress, underWay: new Map(progress.underWay) };
}

/** Sends batches to the user's handler, or to the faults that stand before it, and remembers what is under way. */
export class Attempts {
  readonly #resolved: ResolvedScenario;
  readonly #facts: AttemptFacts;
  readonly #progress: AttemptProgress;
  readonly #record: (event: TraceEvent) => void;

  constructor(
    resolved: ResolvedScenario,
    facts: AttemptFacts,
    progress: AttemptProgress,
    record: (event: TraceEvent) => void,
  ) {
    this.#resolved = resolved;
    this.#facts = facts;
    this.#progress = progress;
    this.#record = record;
  }

  /** Asks for a fault, then runs the handler. The answer is known at once; virtual time brings it later. */
  send(request: AttemptRequest): AttemptResult | Promise<AttemptResult> {
    if (this.#progress.attemptCount >= this.#facts.maximumInvocations)
      throw tooManyAttempts(this.#progress.attemptCount);
    const attempt = this.#attemptOf(request);
    const fault = this.#resolved.faults(attempt);
    if (fault === 'throttle' || fault === 'serviceError') {
      return { answer: { kind: 'rejected', reason: fault }, durationMs: 0 };
    }
    if (fault !== undefined && fault !== 'timeout' && fault !== 'crash') throw unknownFault(fault);

    const started = this.#start(request, attempt);
    const baseMs = this.#baseDurationMs(request, attempt);
    const event = buildEvent(request.batch, request.window, { ...this.#facts, shardId: request.shardId });
    const run = invokeHandler(this.#progress.handler, event, {
      facts: {
        functionArn: this.#facts.function.arn,
        functionName: this.#facts.function.name,
        executedVersion: this.#facts.function.executedVersion,
        requestId: request.requestId,
      },
      functionTimeoutMs: this.#facts.functionTimeoutMs,
      isolation: this.#facts.isolation,
    });
    const finish = (result: HandlerRun): AttemptResult => this.#finish(request, started, fault, baseMs, result);
    return run instanceof Promise ? run.then(finish) : finish(run);
  }

  /** The trace event for the judgement of what is under way in a lane. */
  judged(request: Omit<AttemptRequest, 'window'>, outcome: Judgement): TraceEvent {
    const { shardId, lane, batch, requestId, atMs } = request;
    if (outcome === 'throttle' || outcome === 'serviceError') {
      const attempt = attemptOf(batch);
      return {
        type: 'attemptRejected',
        atMs,
        shardId,
        lane,
        requestId,
        sequenceNumbers: numbers(batch),
        attempt,
        reason: outcome,
      };
    }
    const key = `${shardId}/${lane}`;
    const underWay = this.#progress.underWay.get(key);
    if (underWay === undefined) throw new Error(`millrace invariant: nothing is under way in ${key}.`);
    this.#progress.underWay.delete(key);
    const { started, answer, newestMs } = underWay;
    const ended: InvocationEnded = {
      type: 'invocationEnded',
      atMs,
      shardId,
      lane,
      requestId,
      sequenceNumbers: started.sequenceNumbers,
      index: started.index,
      outcome,
      ...(answer.kind === 'returned' && { response: answer.response }),
      ...(answer.kind === 'functionError' && { error: answer.error }),
      ...(newestMs !== undefined && { iteratorAgeMs: atMs - newestMs }), // S59
    };
    return ended;
  }

  #attemptOf({ shardId, batch, atMs }: AttemptRequest): Attempt {
    return {
      shardId,
      sequenceNumbers: numbers(batch),
      attempt: attemptOf(batch),
      index: this.#progress.attemptCount++,
      atMs,
    };
  }

  #start({ shardId, lane, batch, requestId, window, atMs }: AttemptRequest, attempt: Attempt): InvocationStarted {
    const started: InvocationStarted = {
      type: 'invocationStarted',
      atMs,
      shardId,
      lane,
      requestId,
      sequenceNumbers: attempt.sequenceNumbers,
      index: this.#progress.invocationCount++,
      attempt: attempt.attempt,
      origin: batch.origin,
      ...(window !== undefined && {
        window: windowBounds(window, this.#facts.epochMs),
        state: window.state,
        isFinalInvokeForWindow: window.isFinalInvoke,
        isWindowTerminatedEarly: window.isTerminatedEarly,
      }),
      ...(attempt.attempt === 1 && assumed(batch)),
    };
    this.#record(started);
    return started;
  }

  #baseDurationMs({ requestId, window }: AttemptRequest, attempt: Attempt): number {
    const isFinalInvokeForWindow = window?.isFinalInvoke ?? false;
    const durationMs = this.#resolved.invocationDurationMs({ ...attempt, requestId, isFinalInvokeForWindow });
    if (Number.isFinite(durationMs) && durationMs >= 0) return durationMs;
    throw new ScenarioError(
      'InvalidOption',
      `\`invocationDurationMs\` answered ${durationMs}, expected 0 or more milliseconds.`,
    );
  }

  #finish(
    request: AttemptRequest,
    started: InvocationStarted,
    fault: Fault | undefined,
    baseMs: number,
    run: HandlerRun,
  ): AttemptResult {
    const { functionTimeoutMs } = this.#facts;
    const durationMs = baseMs + run.spentMs;
    const timesOut = fault === 'timeout' || run.answer.kind === 'timeout' || durationMs > functionTimeoutMs;
    const answer = timesOut
      ? ({ kind: 'timeout' } as const)
      : fault === 'crash'
        ? crash(request.requestId)
        : run.answer;
    const newestMs = request.batch.records.at(-1)?.createdAtMs;
    this.#progress.underWay.set(`${request.shardId}/${request.lane}`, { started, answer, newestMs });
    const { warning } = run;
    return { answer, durationMs: timesOut ? functionTimeoutMs : durationMs, ...(warning !== undefined && { warning }) };
  }
}

/** The function ran, and its process was gone before it could answer. */
function crash(requestId: string): Answer {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited without providing a reason`;
  return { kind: 'functionError', error: { errorType: 'Runtime.ExitError', errorMessage } };
}

function tooManyAttempts(count: number): ScenarioError {
  return new ScenarioError(
    'LimitExceeded',
    `The simulation tried ${count} times to send a batch, its limit. If the scenario is meant to be that long, raise \`maximumInvocations\`.`,
  );
}

function unknownFault(fault: never): ScenarioError {
  return new ScenarioError(
    'InvalidOption',
    `\`faults\` answered ${describeOption(fault)}, expected 'throttle', 'serviceError', 'timeout', 'crash' or undefined, at once.`,
  );
}

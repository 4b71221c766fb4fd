import type { Answer } from '../core/answer.ts';
import { attemptOf, type Batch } from '../core/batch.ts';
import type { Judgement, WindowCall } from '../core/command.ts';
import type { EffectEvent } from '../trace/effectEvent.ts';
import type { CrashPoint, FaultyEffect } from '../scenario/effectFault.ts';
import type { InvocationStarted, TraceEvent } from '../trace/traceEvent.ts';
import { buildEvent } from '../function/buildEvent.ts';
import { effectObserver, type ObservedEffect } from '../function/effectObserver.ts';
import type { HandlerRun, InvokeOptions } from '../function/handlerCall.ts';
import type { Escape } from '../function/heard.ts';
import { invokeHandler } from '../function/invokeHandler.ts';
import { crashed, ObservedCall } from '../function/observedCall.ts';
import type { RuntimeName } from '../scenario/runtime.ts';
import { windowBounds } from '../destination/windowBounds.ts';
import { effectFaultOf, refuseUnobserved } from './attemptFault.ts';
import { effectEvent } from './effectEvent.ts';
import { invocationEnded } from './invocationEnded.ts';
import { escapedEvent } from './escapedEvent.ts';
import { numbers } from './recorder.ts';
import type { AttemptProgress, LanesUnderWay } from './attemptProgress.ts';
import { tooManyAttempts } from './tooManyAttempts.ts';
import { ScenarioError } from '../scenario/scenarioError.ts';
import type { GrowingStream } from '../stream/growingStream.ts';
import type { Warning } from '../trace/warning.ts';
import type { ResolvedScenario } from '../scenario/resolveScenario.ts';
import type { Attempt, Fault } from '../scenario/scenarioOptions.ts';

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
  readonly warnings: readonly Warning[];
  /** What the handler did before it answered; each with its moment. */
  readonly effects: readonly EffectEvent[];
  /** What ended in the turn of the event loop behind the answer. */
  readonly lateEffects: readonly EffectEvent[];
}

/** What `Attempts` needs to know of the scenario. */
export interface AttemptFacts extends InvokeOptions {
  readonly streamArnOf: (shardId: string) => string;
  readonly epochMs: number;
  readonly logStreamId: string;
  /** The virtual time, for what is heard of when its invocation is over. */
  readonly nowMs: () => number;
  readonly maximumInvocations: number;
  /** Where what the handler writes becomes records. */
  readonly growing: GrowingStream | undefined;
}

/** Sends batches to the user's handler, or to the faults that stand before it, and remembers what is under way. */
export class Attempts {
  readonly #resolved: ResolvedScenario;
  readonly #facts: AttemptFacts;
  readonly #progress: AttemptProgress;
  readonly #record: (event: TraceEvent) => void;
  #hasLateAnswer = false;
  #lastLeastDurationMs = 0;
  readonly #onLateAnswer = (): void => {
    this.#hasLateAnswer = true;
  };

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
      return { answer: { kind: 'rejected', reason: fault }, durationMs: 0, warnings: [], effects: [], lateEffects: [] };
    }
    const effectFault = effectFaultOf(fault);

    const started = this.#start(request, attempt);
    const baseMs = this.#baseDurationMs(request, attempt);
    this.#lastLeastDurationMs = Math.min(baseMs, this.#facts.functionTimeoutMs);
    const event = buildEvent(request.batch, request.window, request.shardId, this.#facts);
    const observed = this.#observe(started, event.Records, effectFault);
    const { growing } = this.#facts;
    let written: (() => void) | undefined;
    const call = {
      event,
      onBegin:
        growing &&
        ((elapsedMs: () => number): void => {
          const { index: invocation, sequenceNumbers } = started;
          written = growing.called({ invocation, mapping: this.#resolved.together?.name, sequenceNumbers, elapsedMs });
        }),
      requestId: request.requestId,
      startedAtMs: this.#facts.epochMs + request.atMs,
      logStreamId: this.#facts.logStreamId,
      observed,
      onLateAnswer: this.#onLateAnswer,
      onLateEscape: (escape: Escape, runtime: RuntimeName) => {
        // S30: what a call that timed out has left over is gone with its process.
        if (fault !== 'timeout' && fault !== 'crash') {
          this.#record(escapedEvent(started, escape, runtime, this.#facts.nowMs()));
        }
      },
    };
    const run = invokeHandler(this.#progress.handler, call, this.#facts);
    const finish = (result: HandlerRun): AttemptResult => {
      written?.();
      return this.#finish(request, started, fault, baseMs, result, observed);
    };
    return 'then' in run ? run.then(finish) : finish(run);
  }

  /** How long the call that began last takes at least, in virtual time. */
  get lastLeastDurationMs(): number {
    return this.#lastLeastDurationMs;
  }

  /** Whether a handler answered by callback when its invocation had been judged already. */
  get hasLateAnswer(): boolean {
    return this.#hasLateAnswer;
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
    const lanes = this.#progress.underWay.get(shardId);
    const underWay = lanes?.[lane];
    if (lanes === undefined || underWay === undefined) {
      throw new Error(`millrace invariant: nothing is under way in lane ${lane} of ${shardId}.`);
    }
    lanes[lane] = undefined;
    return invocationEnded(underWay, outcome, atMs);
  }

  #lanesOf(shardId: string): LanesUnderWay {
    const { underWay } = this.#progress;
    const lanes = underWay.get(shardId) ?? [];
    if (lanes.length === 0) underWay.set(shardId, lanes);
    return lanes;
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
    const started: Writable<InvocationStarted> = {
      type: 'invocationStarted',
      atMs,
      shardId,
      lane,
      requestId,
      sequenceNumbers: attempt.sequenceNumbers,
      index: this.#progress.invocationCount++,
      attempt: attempt.attempt,
      origin: batch.origin,
    };
    if (window !== undefined) {
      started.window = windowBounds(window, this.#facts.epochMs);
      started.state = window.state;
      started.isFinalInvokeForWindow = window.isFinalInvoke;
      started.isWindowTerminatedEarly = window.isTerminatedEarly;
    }
    if (attempt.attempt === 1 && batch.assumption !== undefined) started.assumption = batch.assumption;
    this.#record(started);
    return started;
  }

  /** Lets somebody see what the handler does, where there is somebody. */
  #observe(
    started: InvocationStarted,
    records: readonly unknown[],
    fault: CrashPoint | FaultyEffect | undefined,
  ): ObservedCall | undefined {
    const observer = effectObserver();
    if (observer === undefined) {
      refuseUnobserved(fault);
      return undefined;
    }
    const { index, requestId, shardId, lane, attempt, sequenceNumbers } = started;
    return new ObservedCall(observer, {
      run: this.#progress,
      index,
      requestId,
      shardId,
      lane,
      attempt,
      sequenceNumbers,
      records,
      fault,
      onLateEffect: (effect) => this.#record({ ...effectEvent(started, effect), atMs: this.#facts.nowMs() }),
    });
  }

  #baseDurationMs({ requestId, window }: AttemptRequest, attempt: Attempt): number {
    const durationMs = this.#resolved.invocationDurationMs({
      shardId: attempt.shardId,
      sequenceNumbers: attempt.sequenceNumbers,
      attempt: attempt.attempt,
      index: attempt.index,
      atMs: attempt.atMs,
      requestId,
      isFinalInvokeForWindow: window?.isFinalInvoke ?? false,
    });
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
    observed: ObservedCall | undefined,
  ): AttemptResult {
    const { functionTimeoutMs } = this.#facts;
    const durationMs = baseMs + run.spentMs;
    const timesOut = fault === 'timeout' || run.answer.kind === 'timeout' || durationMs > functionTimeoutMs;
    const answer = timesOut
      ? ({ kind: 'timeout' } as const)
      : fault === 'crash'
        ? crashed(request.requestId)
        : fault === 'redeliver' && run.answer.kind === 'returned'
          ? { ...run.answer, isForgotten: true as const }
          : run.answer;
    const newestMs = request.batch.records.at(-1)?.createdAtMs;
    this.#lanesOf(request.shardId)[request.lane] = { started, answer, newestMs };
    // S30: what a call that timed out has left over is gone with its process.
    if (timesOut || fault === 'crash') observed?.gone();
    const told = (effect: ObservedEffect): EffectEvent => effectEvent(started, effect);
    const { effects, late } = observed?.takeEffects() ?? { effects: [], late: [] };
    return {
      answer,
      durationMs: timesOut ? functionTimeoutMs : durationMs,
      warnings: run.warnings,
      effects: effects.map(told),
      lateEffects: late.map(told),
    };
  }
}

/** A trace event while it is written: field by field, as spreading what may be absent takes longer than the rest. */
type Writable<Event> = { -readonly [Name in keyof Event]: Event[Name] };

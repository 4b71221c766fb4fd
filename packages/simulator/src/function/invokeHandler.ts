import type { Answer, FunctionError } from '../core/answer.ts';
import type { FunctionIdentity } from '../mapping/functionIdentity.ts';
import { lambdaContext, type VirtualTime } from './lambdaContext.ts';
import type { Patience } from './patience.ts';
import type { ObservedCall } from './observedCall.ts';
import type { LambdaHandler } from '../scenario/scenarioOptions.ts';
import type { Warning } from '../trace/warning.ts';

/** What one run of the handler came to, and the virtual time that it spent itself. */
export interface HandlerRun {
  readonly answer: Exclude<Answer, { kind: 'rejected' }>;
  readonly spentMs: number;
  /** What about this run is not as it would be on Lambda, or not the same on every machine. */
  readonly warning: Warning | undefined;
}

/** How a handler is run. */
export interface InvokeOptions {
  readonly function: FunctionIdentity;
  readonly functionTimeoutMs: number;
  readonly isolation: 'json' | 'none';
  readonly patience: Patience;
}

/**
 * Runs a handler the way Lambda's Node.js runtime does: awaits what it returns or what it hands to the callback. This
 * is the one place of the simulator that awaits the user's code. A handler that really takes longer than there is patience
 * for times out too, so that a hung handler cannot hang a simulation.
 */
export function invokeHandler(
  handler: LambdaHandler,
  event: unknown,
  requestId: string,
  options: InvokeOptions,
  onLateAnswer: () => void,
  observed?: ObservedCall,
): HandlerRun | Promise<HandlerRun> {
  const time: VirtualTime = {
    limitMs: options.functionTimeoutMs,
    spentMs: 0,
    hasTimedOut: false,
    onTimeout: undefined,
  };
  let isJudged = false;
  const called = callbackResult(() => {
    if (isJudged && !time.hasTimedOut) onLateAnswer();
  });
  const finish = (answer: HandlerRun['answer'], warning?: Warning): HandlerRun => {
    isJudged = true;
    observed?.answered(time.hasTimedOut || observed.crash !== undefined);
    return time.hasTimedOut
      ? { answer: { kind: 'timeout' }, spentMs: time.limitMs, warning }
      : { answer, spentMs: time.spentMs, warning };
  };
  const context = lambdaContext(options.function, requestId, time, called.callback);

  let returned: unknown;
  try {
    returned =
      observed === undefined
        ? handler(event, context, called.callback)
        : observed.run(
            () => handler(event, context, called.callback),
            () => time.spentMs,
          );
  } catch (thrown) {
    return finish(observed?.crash ?? { kind: 'functionError', error: functionError(thrown) });
  }
  if (observed?.crash !== undefined) {
    // Whatever else it comes to, nobody is there to hear of it.
    if (isPromiseLike(returned)) returned.then(undefined, () => undefined);
    return finish(observed.crash);
  }
  // Callback style: nothing is returned, and the answer comes later.
  const answersByCallback = returned === undefined && (handler.length >= 3 || called.hasBeenCalled());
  const pending = answersByCallback ? called.promise() : returned;
  if (!isPromiseLike(pending)) {
    const warning = pending === undefined ? undefined : synchronousAnswer;
    return finish(readResponse(pending, options.isolation), warning);
  }

  return new Promise<HandlerRun>((resolve) => {
    const { patience } = options;
    const waitMs = patience.waitMs();
    const startedMs = performance.now();
    const settle = (answer: HandlerRun['answer'], warning?: Warning): void => {
      clearTimeout(timer);
      resolve(finish(answer, warning));
    };
    const hang = (): void => {
      time.hasTimedOut = true;
      patience.hung();
      settle({ kind: 'timeout' }, realTimeout);
    };
    const timer = waitMs < Infinity ? setTimeout(hang, Math.min(waitMs, 0x7fffffff)) : undefined;
    time.onTimeout = () => settle({ kind: 'timeout' });
    if (time.hasTimedOut) time.onTimeout();
    observed?.whenCrashed(settle);
    const answer = (given: HandlerRun['answer']): void => {
      if (!time.hasTimedOut) patience.answered(performance.now() - startedMs);
      settle(given);
    };
    pending.then(
      (value) => answer(readResponse(value, options.isolation)),
      (reason: unknown) => answer({ kind: 'functionError', error: functionError(reason) }),
    );
  });
}

const synchronousAnswer: Warning = {
  code: 'synchronousAnswer',
  message:
    "The handler answers without a promise. Here its answer counts; Lambda's Node.js runtimes hear only promises and callbacks. Make it async.",
};

/** Told once a run, and only if the late call comes while the simulation is still running: it does not wait for it. */
export const lateAnswer: Warning = {
  code: 'lateAnswer',
  message:
    'The handler called its callback, context.done, context.fail or context.succeed after it had answered: that call counts for nothing. Make it async, or let it take three parameters (event, context, callback), so that its answer is awaited.',
};

const realTimeout: Warning = {
  code: 'realTimeout',
  message:
    'The handler really took longer than functionTimeoutMs, so this time-out depends on the machine. It is waited for like this once: later calls get twice the real time of the slowest that answered, or what realTimeoutMs says. Spend virtual time with `elapse`, or raise functionTimeoutMs.',
};

/** An answer goes through JSON; one that cannot is a function error, and nothing at all is sent as `null`. */
function readResponse(value: unknown, isolation: 'json' | 'none'): HandlerRun['answer'] {
  if (isolation === 'none') return { kind: 'returned', response: value ?? null, responseBytes: 0 };
  if (value === undefined || value === null) return { kind: 'returned', response: null, responseBytes: 4 };
  try {
    const text = JSON.stringify(value) ?? 'null';
    return { kind: 'returned', response: JSON.parse(text), responseBytes: Buffer.byteLength(text) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = { errorType: 'Runtime.MarshalError', errorMessage: `Unable to stringify response body: ${reason}` };
    return { kind: 'functionError', error };
  }
}

/** A throw of anything is a failure, as it is on Lambda; what looks like an error is one, whatever realm made it. */
function functionError(thrown: unknown): FunctionError {
  if (isErrorLike(thrown)) return { errorType: thrown.name, errorMessage: thrown.message };
  return { errorType: thrown === null ? 'null' : typeof thrown, errorMessage: textOf(thrown) };
}

function isErrorLike(value: unknown): value is { readonly name: string; readonly message: string } {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('message' in value)) return false;
  return typeof value.name === 'string' && typeof value.message === 'string';
}

/** An object without a prototype has no text of its own. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

interface CallbackResult {
  readonly callback: (error: unknown, result?: unknown) => void;
  /** What the callback is called with first. */
  readonly promise: () => Promise<unknown>;
  readonly hasBeenCalled: () => boolean;
}

/** Few handlers answer by callback, so the promise for it is made when it is needed. */
function callbackResult(onCall: () => void): CallbackResult {
  let made: Promise<unknown> | undefined;
  let settle!: (error: unknown, result?: unknown) => void;
  let isCalled = false;
  const promise = (): Promise<unknown> => {
    if (made !== undefined) return made;
    made = new Promise((resolve, reject) => {
      settle = (error, result) => (error === null || error === undefined ? resolve(result) : reject(error));
    });
    made.catch(() => undefined);
    return made;
  };
  const callback = (error: unknown, result?: unknown): void => {
    isCalled = true;
    onCall();
    void promise();
    settle(error, result);
  };
  return { callback, promise, hasBeenCalled: () => isCalled };
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

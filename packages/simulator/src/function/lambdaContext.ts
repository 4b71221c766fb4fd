import type { FunctionIdentity } from '../mapping/functionIdentity.ts';
import type { CallbackAnswers } from './callbackAnswers.ts';

/** The virtual time that one invocation has, and what it has spent of it. */
export interface VirtualTime {
  readonly limitMs: number;
  spentMs: number;
  /** Set once the invocation has spent more than its limit: the function is gone, its code never goes on. */
  hasTimedOut: boolean;
  /** Ended at that moment, once somebody waits for the answer. */
  call: { end(): void } | undefined;
}

const clocks = new WeakMap<object, VirtualTime>();

/** What a context tells of its function and its call. */
export interface ContextFacts {
  readonly function: FunctionIdentity;
  readonly requestId: string;
  /** When the call starts: epoch milliseconds of virtual time. */
  readonly startedAtMs: number;
  /** Thirty-two hexadecimal digits that name the log stream of an execution environment. */
  readonly logStreamId: string;
}

const answersOf = Symbol('millrace.answers');

interface WithAnswers {
  readonly [answersOf]: CallbackAnswers;
}

/**
 * The context of a call on Node.js 22 and older, with the properties of AWS's runtime client in its order. The remaining
 * time is virtual: it falls only by what the handler spends with `elapse`, and goes below zero as on Lambda.
 */
export function callbackContext(facts: ContextFacts, time: VirtualTime, answers: CallbackAnswers): object {
  const { functionName, functionVersion, memoryLimitInMB, logGroupName, logStreamName } = environmentOf(facts);
  // Configurable, or a `Proxy` that wraps all that it is asked for may not answer with anything else.
  const context = Object.defineProperty({}, answersOf, { value: answers, configurable: true });
  Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', waitsForEmptyEventLoop);
  return withClock(
    time,
    Object.assign(context, {
      succeed: answers.succeed,
      fail: answers.fail,
      done: answers.done,
      functionVersion,
      functionName,
      memoryLimitInMB,
      logGroupName,
      logStreamName,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn: facts.function.arn,
      awsRequestId: facts.requestId,
      tenantId: undefined,
      getRemainingTimeInMillis: () => time.limitMs - time.spentMs,
    }),
  );
}

/** The same accessors for all contexts: V8 keeps those of an object, and with them its call, until it collects everything. */
const waitsForEmptyEventLoop: PropertyDescriptor & ThisType<WithAnswers> = {
  get() {
    return this[answersOf].waitsForEmptyEventLoop;
  },
  set(value: unknown) {
    this[answersOf].waitsForEmptyEventLoop = value;
  },
  enumerable: true,
  configurable: true,
};

/** The context of a call since Node.js 24: without ways to answer, and with the trace that the call belongs to. */
export function returnContext(facts: ContextFacts, time: VirtualTime): object {
  return withClock(time, {
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: facts.function.arn,
    awsRequestId: facts.requestId,
    tenantId: undefined,
    xRayTraceId: traceIdOf(facts),
    getRemainingTimeInMillis: () => time.limitMs - time.spentMs,
    ...environmentOf(facts),
  });
}

/** Its digits are those of the request id, which are drawn from the seed. */
function traceIdOf({ requestId, startedAtMs }: ContextFacts): string {
  const digits = requestId.replaceAll('-', '');
  const seconds = Math.floor(startedAtMs / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(16)};Sampled=0`;
}

function environmentOf({ function: { name, executedVersion }, startedAtMs, logStreamId }: ContextFacts) {
  return {
    functionName: name,
    functionVersion: executedVersion,
    memoryLimitInMB: '128',
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `${dayOf(startedAtMs)}/[${executedVersion}]${logStreamId}`,
  };
}

let lastDay = { number: NaN, text: '' };

/** `2026/01/31`. Calls of the same day follow one another. */
function dayOf(epochMs: number): string {
  const number = Math.floor(epochMs / 86_400_000);
  if (number !== lastDay.number) {
    lastDay = { number, text: new Date(epochMs).toISOString().slice(0, 10).replaceAll('-', '/') };
  }
  return lastDay.text;
}

function withClock(time: VirtualTime, context: object): object {
  clocks.set(context, time);
  return context;
}

/**
 * Spends virtual time inside a simulated handler: `context.getRemainingTimeInMillis()` falls by it and the invocation
 * takes that much longer. When the function's timeout is passed, the promise never settles and the invocation times
 * out, as on Lambda, where the code after that moment never runs.
 *
 * @param context the context that the handler was given
 * @param ms virtual milliseconds, 0 or more
 * @example
 * const handler = async (event, context) => {
 *   for (const record of event.Records) await elapse(context, 40); // each record takes 40 ms
 * };
 */
export function elapse(context: object, ms: number): Promise<void> {
  const time = clocks.get(context);
  if (time === undefined) {
    throw new TypeError(
      'elapse: this is not the context of a simulated invocation. Pass the context that the handler got.',
    );
  }
  if (!(ms >= 0)) throw new RangeError(`elapse: ${ms} is not a time. Pass 0 or more milliseconds.`);
  if (time.hasTimedOut) return new Promise(() => undefined);
  time.spentMs += ms;
  if (time.spentMs <= time.limitMs) return Promise.resolve();
  time.hasTimedOut = true;
  time.call?.end();
  return new Promise(() => undefined);
}

import type { Context } from 'aws-lambda';
import type { FunctionIdentity } from '../mapping/functionIdentity.ts';

/** The virtual time that one invocation has, and what it has spent of it. */
export interface VirtualTime {
  readonly limitMs: number;
  spentMs: number;
  /** Set once the invocation has spent more than its limit: the function is gone, its code never goes on. */
  hasTimedOut: boolean;
  /** Told at that moment, once somebody waits for the answer. */
  onTimeout: (() => void) | undefined;
}

const clocks = new WeakMap<object, VirtualTime>();

/**
 * A Lambda context whose remaining time is virtual: it falls only by what the handler spends with `elapse`. `done`,
 * `fail` and `succeed` are older names for Node.js's callback.
 */
export function lambdaContext(
  { arn, name, executedVersion }: FunctionIdentity,
  requestId: string,
  time: VirtualTime,
  callback: (error: unknown, result?: unknown) => void,
): Context {
  const context: Context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: executedVersion,
    invokedFunctionArn: arn,
    memoryLimitInMB: '128',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `millrace/[${executedVersion}]`,
    getRemainingTimeInMillis: () => Math.max(0, time.limitMs - time.spentMs),
    done: callback,
    fail: (error) => callback(error ?? new Error('context.fail')),
    succeed: (result: unknown) => callback(null, result),
  };
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
  time.onTimeout?.();
  return new Promise(() => undefined);
}

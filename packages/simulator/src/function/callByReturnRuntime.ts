import type { LambdaHandler } from '../scenario/scenarioOptions.ts';
import { awaitEmptyLoop } from './awaitEmptyLoop.ts';
import type { CallInFlight } from './callInFlight.ts';
import { returnContext } from './lambdaContext.ts';
import { readResponse } from './readResponse.ts';
import { logThrown, reportedError } from './reportedError.ts';
import { callbackHandler, neverAnswered, olderWays, synchronousAnswer } from './runtimeWarnings.ts';
import { isThenable } from '../words/isThenable.ts';

/**
 * A call since Node.js 24: what the handler returns is the answer, awaited where it is a promise. It is sent a turn of the
 * event loop later; what escapes until then ends the process.
 */
export function callByReturnRuntime(handler: LambdaHandler, inFlight: CallInFlight): void {
  const { call, options } = inFlight;
  if (handler.length >= 3) return refuse(inFlight);
  const context = returnContext({ ...call, function: options.function }, inFlight.time);
  let returned: unknown;
  try {
    returned = inFlight.run(() => handler(call.event, context, undefined));
    if (!isThenable(returned)) {
      if (returned !== undefined) inFlight.warn(synchronousAnswer.returns);
      return soon(inFlight, () => succeed(inFlight, returned));
    }
  } catch (thrown) {
    return soon(inFlight, () => fail(inFlight, thrown));
  }
  /** While it is true, the promise was settled as it was returned, and nothing else has begun that could escape. */
  let isDoneAtOnce = inFlight.hasBegunOnly(returned);
  const settled = (act: () => void): void => {
    inFlight.settle();
    if (isDoneAtOnce) act();
    else options.watch.turn(act);
  };
  const awaited = Promise.resolve(returned);
  awaited.then(
    (value) => settled(() => succeed(inFlight, value)),
    (reason: unknown) => settled(() => fail(inFlight, reason)),
  );
  if (isDoneAtOnce) void Promise.resolve().then(wait);
  else wait();

  function wait(): void {
    if (inFlight.isOver) return;
    isDoneAtOnce = false;
    awaitEmptyLoop(
      inFlight,
      () => options.watch.isAtRest(),
      () => {
        inFlight.warn(neverAnswered.returns);
        inFlight.exit(0);
      },
    );
  }
}

/** In this turn, when the handler has left nothing behind that could still happen in it. */
function soon({ hasBegun, options, isOver }: CallInFlight, act: () => void): void {
  if (isOver) return;
  if (hasBegun) options.watch.turn(act);
  else act();
}

function succeed(inFlight: CallInFlight, value: unknown): void {
  try {
    inFlight.hear(readResponse(value, inFlight.options.isolation, 'returns'));
  } catch (thrown) {
    return soon(inFlight, () => fail(inFlight, thrown));
  }
  inFlight.end();
}

function fail(inFlight: CallInFlight, thrown: unknown): void {
  try {
    logThrown(thrown, 'returns');
  } catch {
    return inFlight.exit(1); // It fails at failing, and nobody catches that.
  }
  const error = reportedError(thrown, 'returns');
  if (olderWays.test(error.errorMessage)) inFlight.warn(callbackHandler.missed);
  inFlight.hear({ kind: 'error', error });
  inFlight.end();
}

/** The runtime does not start with such a handler: each call fails with the error of the start. */
function refuse(inFlight: CallInFlight): void {
  inFlight.warn(callbackHandler.refused);
  inFlight.hear({
    kind: 'error',
    error: {
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage:
        'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    },
  });
  inFlight.end();
}

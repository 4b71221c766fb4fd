import type { LambdaHandler } from '../scenario/scenarioOptions.ts';
import { awaitEmptyLoop } from './awaitEmptyLoop.ts';
import { CallbackAnswers } from './callbackAnswers.ts';
import type { CallInFlight } from './callInFlight.ts';
import { escapeError } from './escapeError.ts';
import { callbackContext } from './lambdaContext.ts';
import { reportsFailures } from './misreport.ts';
import { answersOnly } from './readResponse.ts';
import {
  callbackHandler,
  neverAnswered,
  returnedOnly,
  synchronousAnswer,
  synchronousReport,
} from './runtimeWarnings.ts';
import { isThenable } from '../words/isThenable.ts';

/**
 * A call up to Node.js 22: the first answer counts, by promise, callback or context. A call that nobody answers is
 * answered with nothing once the event loop is empty.
 */
export function callByCallbackRuntime(handler: LambdaHandler, inFlight: CallInFlight): void {
  const { call, options } = inFlight;
  let isReturned = false;
  const answers = new CallbackAnswers(
    options.isolation,
    (heard) => {
      inFlight.hear(heard);
      if (isReturned) inFlight.endWithTheTurn();
    },
    (isLate) => {
      if (inFlight.time.hasTimedOut) return;
      if (isLate && inFlight.isOver) call.onLateAnswer();
      else if (!isLate) inFlight.warn(callbackHandler.used);
    },
  );
  if (handler.length >= 3) inFlight.warn(callbackHandler.declared);

  const context = callbackContext({ ...call, function: options.function }, inFlight.time, answers);
  let isPromised = false;
  try {
    const returned = inFlight.run(() => handler(call.event, context, answers.callback));
    isPromised = isThenable(returned);
    if (isPromised) connect(returned, answers);
    else if (returned !== undefined && !inFlight.hasHeard && !answers.isWaiting) {
      inFlight.warn(synchronousAnswer.callbacks);
      const only = answersOnly(returned);
      if (only !== undefined) inFlight.warn(returnedOnly[only]);
      else if (reportsFailures(returned)) inFlight.warn(synchronousReport);
    }
  } catch (thrown) {
    answerFailure(inFlight, answers, thrown);
  }
  isReturned = true;
  if (inFlight.isOver) return;

  const emptied = (): void => {
    if (!answers.isWaiting && isPromised) inFlight.warn(neverAnswered.callbacks);
    else if (!answers.isWaiting && handler.length >= 3) inFlight.warn(neverAnswered.callback);
    letLoopEnd(inFlight, answers);
  };
  if (!isPromised && !inFlight.hasBegun) {
    if (!inFlight.hasHeard) emptied();
    return inFlight.end();
  }
  if (inFlight.hasHeard) return inFlight.endWithTheTurn();
  const { watch } = options;
  // Behind an answer nothing but its own work keeps the call: a connection of the tests would keep it for ever.
  awaitEmptyLoop(inFlight, () => (answers.isWaiting ? !watch.isBusy() : watch.isAtRest()), emptied);
}

/** The runtime leaves a promise to the two ways to answer that it has, and asks for a `catch` of what `then` gives. */
function connect(promise: unknown, answers: CallbackAnswers): void {
  const thenable = promise as PromiseLike<unknown>;
  const connected = thenable.then(answers.fulfilled, answers.rejected) as Promise<unknown>;
  connected.catch(answers.rejected);
}

/** What the handler throws is answered like an error of its callback; when even that throws, the process ends. */
function answerFailure(inFlight: CallInFlight, answers: CallbackAnswers, thrown: unknown): void {
  try {
    answers.answer(thrown);
  } catch (error) {
    processEnds(inFlight, error);
  }
}

function processEnds(inFlight: CallInFlight, value: unknown): void {
  const error = escapeError({ kind: 'exception', value }, 'callbacks', inFlight.call.requestId);
  inFlight.hear({ kind: 'error', error });
}

function letLoopEnd(inFlight: CallInFlight, answers: CallbackAnswers): void {
  try {
    if (answers.emptied() === 'ends') inFlight.exit(0);
  } catch (error) {
    processEnds(inFlight, error);
    inFlight.end();
  }
}

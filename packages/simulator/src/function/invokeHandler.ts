import { answerStyleOf, runtimeOf } from '../scenario/runtime.ts';
import type { LambdaHandler } from '../scenario/scenarioOptions.ts';
import { callByCallbackRuntime } from './callByCallbackRuntime.ts';
import { callByReturnRuntime } from './callByReturnRuntime.ts';
import { CallInFlight } from './callInFlight.ts';
import type { HandlerCall, HandlerRun, InvokeOptions } from './handlerCall.ts';

/**
 * Runs a handler the way Lambda's Node.js runtimes do, each in its own: which answers are heard, when, and what becomes of
 * work that is left over. This is the one place of the simulator that awaits the user's code. A handler that really takes
 * longer than there is patience for times out too, so that a hung handler cannot hang a simulation.
 */
export function invokeHandler(
  handler: LambdaHandler,
  call: HandlerCall,
  options: InvokeOptions,
): HandlerRun | Promise<HandlerRun> {
  const runtime = runtimeOf(options.runtime, handler);
  const style = answerStyleOf(runtime);
  const inFlight = new CallInFlight(call, options, { runtime, style });
  if (style === 'callbacks') callByCallbackRuntime(handler, inFlight);
  else callByReturnRuntime(handler, inFlight);
  return inFlight.outcome();
}

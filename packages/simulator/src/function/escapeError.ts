import type { FunctionError } from '../core/answer.ts';
import type { AnswerStyle } from '../scenario/runtime.ts';
import type { Escape } from './heard.ts';
import { signalTexts } from './processEnd.ts';
import { logThrown, reportedError } from './reportedError.ts';

/**
 * What Lambda hears when something escapes a call. Up to Node.js 22 the runtime listens to the process, reports what came
 * and ends; since Node.js 24 it does not, and Node.js ends the process with status 1.
 */
export function escapeError({ kind, value }: Escape, style: AnswerStyle, requestId: string): FunctionError {
  if (kind === 'exit') {
    const signal = signalTexts[String(value.value)];
    return signal === undefined ? exitError(exitStatus(value.value), requestId) : signalError(signal, requestId);
  }
  if (style === 'returns') return exitError(1, requestId);
  try {
    return kind === 'rejection' ? rejectionError(value) : uncaughtError(value);
  } catch {
    return exitError(7, requestId); // Node.js: an exception in the handler of exceptions.
  }
}

/** The process of a function has ended, as Lambda tells it. */
export function exitError(status: number, requestId: string): FunctionError {
  const how = status === 0 ? 'exited without providing a reason' : `exited with error: exit status ${status}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime ${how}` };
}

function signalError(signal: string, requestId: string): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: ${signal}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

function rejectionError(reason: unknown): FunctionError {
  let message: string;
  try {
    message = new Error(reason as string).message;
  } catch (cause) {
    return uncaughtError(cause); // A reason without a text: an exception in the listener of rejections.
  }
  return reportedError(Object.assign(new Error(message), { name: 'Runtime.UnhandledPromiseRejection' }), 'callbacks');
}

function uncaughtError(thrown: unknown): FunctionError {
  logThrown(thrown, 'callbacks');
  return reportedError(thrown, 'callbacks');
}

/** What `process.exit` was called with, as the system sees it: eight bits. */
function exitStatus(code: unknown): number {
  const number = Number(code ?? 0);
  return Number.isInteger(number) ? ((number % 256) + 256) % 256 : 1;
}

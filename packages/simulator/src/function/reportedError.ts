import type { FunctionError } from '../core/answer.ts';
import type { AnswerStyle } from '../scenario/runtime.ts';
import { isErrorOfAnyRealm } from '../words/isErrorOfAnyRealm.ts';

/** How a runtime reports what was thrown; never throws, whatever it is given. */
export function reportedError(thrown: unknown, style: AnswerStyle): FunctionError {
  try {
    return style === 'callbacks' ? byCallbackRuntime(thrown) : byReturnRuntime(thrown);
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/**
 * A runtime logs an error before it reports it, and what has no text cannot be logged: then this throws, as the runtime
 * does, and that error is what is reported.
 */
export function logThrown(thrown: unknown, style: AnswerStyle): void {
  if (isErrorOfAnyRealm(thrown)) return;
  if (style === 'callbacks' && typeof thrown === 'symbol')
    throw new TypeError('Cannot convert a Symbol value to a string');
  String(thrown);
}

/** Up to Node.js 22: an error is what the engine made as one, or what has a name, a message and a stack. */
function byCallbackRuntime(thrown: unknown): FunctionError {
  if (isNativeError(thrown) || isErrorLike(thrown)) {
    const { name, message } = thrown;
    const error = { errorType: escaped(name), errorMessage: escaped(message) };
    checkStack(thrown, error.errorMessage);
    return error;
  }
  const text: unknown = (thrown as { toString(): unknown }).toString();
  return { errorType: typeof thrown, errorMessage: typeof text === 'string' ? text : '[object Object]' };
}

/** Since Node.js 24: an error is an instance of Error. */
function byReturnRuntime(thrown: unknown): FunctionError {
  if (!isErrorOfAnyRealm(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown) };
  const { name, message } = thrown;
  const error = { errorType: escaped(name), errorMessage: escaped(message) };
  checkStack(thrown, error.errorMessage, true);
  return error;
}

/** Classes of errors, and what the last of each said whose stack was a text. */
const lastWithStack = new WeakMap<object, string>();

/**
 * A stack that is no text cannot be reported. Engines write it when it is read, which takes longer than the rest of a call:
 * of errors of one class that say the same, as at each retry, the first is asked.
 */
function checkStack(error: { readonly stack?: unknown }, message: string, mayLack = false): void {
  const kind: unknown = Object.getPrototypeOf(error);
  if (typeof kind === 'object' && kind !== null && lastWithStack.get(kind) === message) return;
  const { stack } = error;
  if (mayLack && (stack === undefined || stack === null)) return;
  textOf(stack);
  if (typeof kind === 'object' && kind !== null) lastWithStack.set(kind, message);
}

interface ErrorShape {
  readonly name: unknown;
  readonly message: unknown;
  readonly stack: unknown;
}

function isNativeError(value: unknown): value is ErrorShape {
  return typeof value === 'object' && Object.prototype.toString.call(value) === '[object Error]';
}

function isErrorLike(value: unknown): value is ErrorShape {
  const { name, message, stack } = Object(value) as ErrorShape;
  return isText(name) && isText(message) && isText(stack);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** The runtimes write the character DEL as `%7F`, as the error goes into a header. */
function escaped(value: unknown): string {
  if (value === undefined || value === null) return 'undefined'; // The runtime leaves it out.
  return textOf(value).replaceAll('\x7f', '%7F');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('no text');
}

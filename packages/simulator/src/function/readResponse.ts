import type { AnswerStyle } from '../scenario/runtime.ts';
import { isErrorOfAnyRealm } from '../words/isErrorOfAnyRealm.ts';
import type { Heard } from './heard.ts';

/**
 * An answer goes through JSON; nothing at all is sent as `null`. Throws what the runtime throws at an answer that JSON
 * cannot hold.
 */
export function readResponse(value: unknown, isolation: 'json' | 'none', style: AnswerStyle): Heard {
  if (isolation === 'none')
    return { kind: 'answer', response: value ?? null, responseBytes: 0, isOnly: answersOnly(value) };
  if (value === undefined || value === null)
    return { kind: 'answer', response: null, responseBytes: 4, isOnly: undefined };
  const text = stringified(value, style);
  // Such as a function: the part of the runtime that speaks HTTP takes texts only.
  if (text === undefined) throw new TypeError('Wrong arguments');
  return {
    kind: 'answer',
    response: JSON.parse(text),
    responseBytes: Buffer.byteLength(text),
    isOnly: answersOnly(value),
  };
}

/** An error that is not thrown, alone or in a list; or a generator, whose code has not begun. */
export function answersOnly(value: unknown): 'error' | 'generator' | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    if (isErrorOfAnyRealm(value) || (Array.isArray(value) && value.some(isErrorOfAnyRealm))) return 'error';
    return /^\[object (?:Async)?Generator\]$/.test(Object.prototype.toString.call(value)) ? 'generator' : undefined;
  } catch {
    return undefined; // What throws when it is looked at, such as a proxy.
  }
}

function stringified(value: unknown, style: AnswerStyle): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const error = new Error('Unable to stringify response body', { cause });
    if (style === 'returns') error.name = 'Runtime.JSONStringifyError';
    throw error;
  }
}

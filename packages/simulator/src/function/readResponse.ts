import type { AnswerStyle } from '../scenario/runtime.ts';
import { isErrorOfAnyRealm } from '../words/isErrorOfAnyRealm.ts';
import type { Heard } from './heard.ts';

/**
 * An answer goes through JSON; nothing at all is sent as `null`. Throws what the runtime throws at an answer that JSON
 * cannot hold.
 */
export function readResponse(value: unknown, isolation: 'json' | 'none', style: AnswerStyle): Heard {
  if (isolation === 'none')
    return { kind: 'answer', response: value ?? null, responseBytes: 0, isError: isErrorOfAnyRealm(value) };
  if (value === undefined || value === null)
    return { kind: 'answer', response: null, responseBytes: 4, isError: false };
  const text = stringified(value, style);
  // Such as a function: the part of the runtime that speaks HTTP takes texts only.
  if (text === undefined) throw new TypeError('Wrong arguments');
  return {
    kind: 'answer',
    response: JSON.parse(text),
    responseBytes: Buffer.byteLength(text),
    isError: isErrorOfAnyRealm(value),
  };
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

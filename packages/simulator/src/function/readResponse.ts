import type { AnswerStyle } from '../scenario/runtime.ts';
import { isErrorOfAnyRealm } from '../words/isErrorOfAnyRealm.ts';
import type { Heard, OnlyAnswered } from './heard.ts';
import { hidesReport } from './hidesReport.ts';
import { reportsFailures } from './misreport.ts';

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

/**
 * What JSON makes `{}` of: an error that is not thrown, a generator or an iterator whose code has not begun, a report in a
 * `Map`, in a `Set`, or where JSON does not look.
 */
export function answersOnly(value: unknown): OnlyAnswered | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    if (isErrorOfAnyRealm(value) || (holdsError(value) && !reportsFailures(value))) return 'error';
    const kind = Object.prototype.toString.call(value);
    if (/^\[object (?:(?:Async)?Generator|Iterator Helper)\]$/u.test(kind)) return 'generator';
    if (kind === '[object Map]')
      return reportsFailures(Object.fromEntries(value as Map<string, unknown>)) ? 'collection' : undefined;
    if (kind === '[object Set]') return reportsFailures([...(value as Set<unknown>)]) ? 'collection' : undefined;
    return hidesReport(value) ? 'hidden' : undefined;
  } catch {
    return undefined; // What throws when it is looked at, such as a proxy.
  }
}

/** An error, or lists and plain objects with one in them. */
function holdsError(value: unknown, depth = 0): boolean {
  if (isErrorOfAnyRealm(value)) return true;
  if (typeof value !== 'object' || value === null || depth === 3) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some((inner) => holdsError(inner, depth + 1));
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

import { givenText } from '../words/givenText.ts';
import { isObject } from '../words/isObject.ts';

/**
 * What in an answer says that something failed, in a way that only people and API Gateway read: `` `statusCode` 500 ``.
 * Undefined for an answer that says nothing of the kind.
 */
export function failureAnswer(response: unknown): string | undefined {
  if (!isObject(response)) return undefined;
  const said = Object.entries(response).find(([key, value]) => saysFailure(key.toLowerCase(), value));
  if (said === undefined) return undefined;
  const [key, value] = said;
  const text = typeof value === 'object' ? '' : ` ${givenText(value)}`;
  return `\`${key}\`${text}`;
}

function saysFailure(key: string, value: unknown): boolean {
  if (key === 'statuscode') return Number(value) >= 400;
  if (key === 'ok' || key === 'success' || key === 'succeeded') return value === false;
  if (key === 'status') return typeof value === 'string' && /^(?:error|fail|failed|failure)$/iu.test(value);
  return failureKeys.has(key) && isSomething(value);
}

const failureKeys: ReadonlySet<string> = new Set(['error', 'errors', 'err', 'failed', 'failure', 'failures']);

/** A list with something in it, a text, a count above 0, or an object: an error is `{}` in JSON. */
function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

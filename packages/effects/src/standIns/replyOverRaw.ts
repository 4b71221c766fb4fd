import { types } from 'node:util';
import type { Reply } from './answerTable.ts';
import { fieldsOf, textOf } from './fields.ts';
import { rawAnswer } from './rawAnswer.ts';
import type { RawAnswer } from './rawAnswer.ts';

/**
 * What the table says of an operation whose answer is no fields: `Payload` and `FunctionError` of a function, `Body` of
 * an object. A payload that is no text is written as JSON.
 */
export function replyOverRaw(reply: Reply, { raw }: RawAnswer): RawAnswer {
  const given = reply['Payload'] ?? reply['Body'] ?? reply['body'];
  const body =
    given === undefined
      ? raw.body
      : typeof given === 'string' || types.isUint8Array(given)
        ? given
        : JSON.stringify(given);
  const functionError = textOf(reply['FunctionError']);
  const status = reply['status'] ?? reply['StatusCode'];
  const { 'content-length': _, ...headers } = raw.headers;
  const added = functionError === '' ? {} : { 'x-amz-function-error': functionError };
  return rawAnswer(
    typeof status === 'number' ? status : raw.status,
    { ...headers, ...added, ...textsOf(reply['headers']) },
    body,
  );
}

function textsOf(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(headers)).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
}

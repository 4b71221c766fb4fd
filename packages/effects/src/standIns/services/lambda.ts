import type { Call } from '../call.ts';
import { lastName, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { rawAnswer } from '../rawAnswer.ts';
import type { RawAnswer } from '../rawAnswer.ts';
import { jsonOrText } from '../jsonOrText.ts';
import type { Service } from '../service.ts';
import { accessForbidden, tooMany } from './failures.ts';

const functionOf = (input: Fields): string | undefined => {
  const given = textOf(input['FunctionName']);
  // An ARN may end with a version or an alias.
  return given.startsWith('arn:') ? given.split(':')[6] : lastName(given.split(':')[0]);
};

/** Lambda: invocations are in the state by function; the function answers `null`, or what the table of answers says. */
export const lambda: Service = {
  name: 'lambda',
  protocol: 'restJson',
  target: 'AWSGirApiService',
  signedAs: 'lambda',
  hosts: /(^|\.)lambda\./,
  refusal: accessForbidden,
  throttling: { ...tooMany('TooManyRequestsException'), message: 'Rate Exceeded.' },
  operations: {
    Invoke: {
      kind: 'write',
      route: ['POST', '/2015-03-31/functions/{FunctionName}/invocations'],
      about: functionOf,
      // The function failed: the call of Invoke did not.
      canFailPartly: true,
      answer: invoke,
    },
    InvokeAsync: {
      kind: 'write',
      route: ['POST', '/2014-11-13/functions/{FunctionName}/invoke-async'],
      about: functionOf,
      answer: (input, call) => {
        keep(input, call);
        return rawAnswer(202, {}, '{"Status":202}');
      },
    },
    GetFunction: { kind: 'read', route: ['GET', '/2015-03-31/functions/{FunctionName}'], about: functionOf },
  },
};

function invoke(input: Fields, call: Call): RawAnswer {
  const type = call.request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return rawAnswer(204);
  keep(input, call);
  if (type === 'Event') return rawAnswer(202);
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  if (!call.partly) return rawAnswer(200, headers, 'null');
  const error = { errorType: 'Error', errorMessage: 'The function failed, as it was told to.' };
  return rawAnswer(200, { ...headers, 'x-amz-function-error': 'Unhandled' }, JSON.stringify(error));
}

function keep(input: Fields, call: Call): void {
  const text = new TextDecoder().decode(call.request.body);
  call.shelf.append(functionOf(input) ?? '', jsonOrText(text));
}

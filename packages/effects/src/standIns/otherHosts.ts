import { types } from 'node:util';
import { fieldsOf, textOf } from './fields.ts';
import type { DescribedEffect } from './describedEffect.ts';
import { jsonOrText } from './jsonOrText.ts';
import type { OutgoingAnswer } from './outgoingAnswer.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';
import type { EffectFault } from '@millrace/simulator';

/** What a request to a host that is no service of AWS means: its method, host and path. */
export function describeOther({ method, url, body }: OutgoingRequest): Omit<DescribedEffect, 'key'> {
  const query = url.search === '' ? {} : { query: Object.fromEntries(url.searchParams) };
  const kind = /^(GET|HEAD|OPTIONS)$/.test(method) ? 'read' : 'write';
  return {
    name: nameOf(`${method} ${url.host}${url.pathname}`),
    kind,
    call: { path: url.pathname, ...query, ...bodyOf(body) },
  };
}

/** What another host answers: 200 and `{}`, or what is said for it. */
export function answerOther(reply: unknown, fault: EffectFault | undefined): OutgoingAnswer {
  const headers = { 'content-type': 'application/json' };
  switch (fault) {
    case 'refuse':
      return { status: 403, headers, body: '{"message":"Forbidden"}' };
    case 'throttle':
    case 'partlyFail':
      return { status: 429, headers: { ...headers, 'retry-after': '1' }, body: '{"message":"Too Many Requests"}' };
    case 'timeout':
      return { status: 504, headers, body: '{"message":"Gateway Timeout"}' };
    default:
      return replied(reply, headers);
  }
}

function replied(reply: unknown, json: Readonly<Record<string, string>>): OutgoingAnswer {
  const { status, headers, body = {} } = fieldsOf(reply);
  const given = Object.fromEntries(
    Object.entries(fieldsOf(headers)).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
  const isText = typeof body === 'string' || types.isUint8Array(body);
  return {
    status: typeof status === 'number' ? status : 200,
    headers: { ...(isText ? { 'content-type': 'text/plain' } : json), ...given },
    body: isText ? body : JSON.stringify(body),
  };
}

/** Ids in a path are not part of the name: it says what kind of effect this is. */
function nameOf(name: string): string {
  return name.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<uuid>');
}

function bodyOf(body: Uint8Array): { readonly body?: unknown } {
  if (body.length === 0) return {};
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return { body: jsonOrText(text) };
  } catch {
    return { body };
  }
}

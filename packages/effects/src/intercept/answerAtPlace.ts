import { types } from 'node:util';
import type { OutgoingAnswer } from '../standIns/outgoingAnswer.ts';
import type { OutgoingRequest } from '../standIns/outgoingRequest.ts';

/** An answer as it is written in a table: a body that is no text is sent as JSON. */
export interface WrittenAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `{}`. */
  readonly body?: unknown;
}

/**
 * What requests are answered with, by what they ask for: `POST api.example.com/charge`, `api.example.com/charge`,
 * `api.example.com`, or `*` for all. The longest that fits counts. Or a function of the request; where it answers nothing,
 * nothing stands in.
 */
export type Answers =
  | Readonly<Record<string, WrittenAnswer>>
  | ((request: OutgoingRequest) => WrittenAnswer | undefined);

/** The answer that a table has for the place of a request, if it has one. Stand-ins ask by the name of the effect: `replyByName`. */
export function answerAtPlace(answers: Answers | undefined, request: OutgoingRequest): OutgoingAnswer | undefined {
  if (answers === undefined) return undefined;
  const written = typeof answers === 'function' ? answers(request) : inTable(answers, request);
  return written === undefined ? undefined : answerOf(written);
}

/** An answer with its defaults. */
export function answerOf({ status = 200, headers = {}, body = {} }: WrittenAnswer): OutgoingAnswer {
  if (typeof body === 'string' || types.isUint8Array(body)) return { status, headers, body };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function inTable(
  table: Readonly<Record<string, WrittenAnswer>>,
  { method, url }: OutgoingRequest,
): WrittenAnswer | undefined {
  const places = [`${url.host}${url.pathname}`, url.host, url.hostname];
  for (const place of places) {
    const found = table[`${method} ${place}`] ?? table[place];
    if (found !== undefined) return found;
  }
  return table['*'];
}

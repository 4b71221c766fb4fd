import type { OutgoingRequest } from './outgoingRequest.ts';

/**
 * What to answer, by the name of the effect. For a host: `{ status?, headers?, body? }`. For an operation of AWS: fields
 * that are laid over those of the stand-in. Or a function of what is asked for.
 */
export type AnswerTable = Readonly<Record<string, Reply | Replier>>;

/** Says what to answer to a call. A method, so that whoever knows its calls may say what they look like. */
export type Replier = { reply(call: unknown, request: OutgoingRequest): Reply }['reply'];

/** One entry of the table, such as `{ status: 201, body: { id: 'ch_1' } }` or `{ SecretString: '{"key":"k"}' }`. */
export type Reply = Readonly<Record<string, unknown>>;

/** What the table says of an effect, by its name; what is asked by its place alone is `answerAtPlace` of interception. Names may hold `*`, for anything; the first that fits counts. */
export function replyByName(
  table: AnswerTable,
  name: string,
  call: unknown,
  request: OutgoingRequest,
): Reply | undefined {
  const found = Object.entries(table).find(([pattern]) => pattern === name || isLike(pattern, name));
  const reply = found?.[1];
  return typeof reply === 'function' ? reply(call, request) : reply;
}

function isLike(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return false;
  const pieces = pattern.split('*').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`).test(name);
}

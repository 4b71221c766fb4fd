import type { OutgoingAnswer } from './outgoingAnswer.ts';

/** An answer that no protocol has to encode, such as the bytes of an object. */
export interface RawAnswer {
  readonly raw: OutgoingAnswer;
}

/** An answer as it stands. */
export function rawAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array | string = '',
): RawAnswer {
  return { raw: { status, headers, body } };
}

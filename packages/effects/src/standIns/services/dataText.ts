import { textOf } from '../fields.ts';

/** Data that is sent in base64, as the text that it is, or as it stands when it is none: so that a state can be read. */
export function dataText(base64: unknown): unknown {
  const bytes = Buffer.from(textOf(base64), 'base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { base64: textOf(base64) };
  }
}

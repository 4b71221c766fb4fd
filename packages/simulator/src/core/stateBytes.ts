import { utf8Bytes } from './utf8Bytes.ts';

/** Bytes of a window's state as JSON (S52); undefined for what is no state: missing, null, or not to be written (S51). */
export function stateBytes(state: unknown): number | undefined {
  if (state === undefined || state === null) return undefined;
  try {
    const text: string | undefined = JSON.stringify(state);
    return text === undefined ? undefined : utf8Bytes(text);
  } catch {
    return undefined; // A BigInt or a cycle, which only events that skip JSON can carry this far.
  }
}

import { utf8Bytes } from './utf8Bytes.ts';

/** Bytes of a window's state as JSON (S52); undefined for what is no state: missing, null, or not to be written (S51). */
export function stateBytes(state: unknown): number | undefined {
  const text = state === null ? undefined : jsonOf(state);
  return text === undefined ? undefined : utf8Bytes(text);
}

function jsonOf(state: unknown): string | undefined {
  try {
    return JSON.stringify(state);
  } catch {
    return undefined; // A BigInt or a cycle, which only events that skip JSON can carry this far.
  }
}

/**
 * A state as it is now: what the handler goes on to change, or a world that several runs share, does not change it. What
 * cannot be copied, such as a function, is left as it is.
 */
export function frozenCopy(state: unknown): unknown {
  if (typeof state !== 'object' || state === null) return state;
  try {
    return structuredClone(state);
  } catch {
    return state;
  }
}

/** Keys that are remembered at a time: small enough for the processor's caches, enough for the items of a busy hour. */
const mostKeys = 8192;

/**
 * Answers each text with the first equal one it was given, as far as it remembers. A stream in which that many keys in
 * a row were all new gains nothing by it, so it stops.
 */
export function internKeys(): (key: string) => string {
  let known: Map<string, string> | undefined = new Map();
  let hasHelped = false;
  return (key) => {
    if (known === undefined) return key;
    const first = known.get(key);
    if (first !== undefined) {
      hasHelped = true;
      return first;
    }
    if (known.size >= mostKeys) known = hasHelped ? new Map() : undefined;
    known?.set(key, key);
    return key;
  };
}

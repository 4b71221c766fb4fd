/** Keys beyond this many are not remembered: memory stays bounded, and a key may then be held twice. */
const mostKeys = 100_000;

/** Answers each text with the first equal one it was given. */
export function internKeys(): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const first = known.get(key);
    if (first !== undefined) return first;
    if (known.size < mostKeys) known.set(key, key);
    return key;
  };
}

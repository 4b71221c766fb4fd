import { stableText } from './stableText.ts';

/** A time within a year of now is taken for one: what is kept expires in hours or in months. */
const nearMs = 365 * 86_400_000;

/** Plain data without what is new each time, texts, numbers and names, so that two states of the same can be compared. */
export function stableCopy(value: unknown, now: () => number, isOfRecords: (piece: string) => boolean): unknown {
  const stable = (text: string): string => stableText(text, now, isOfRecords, nearMs);
  const copy = (inner: unknown): unknown => {
    if (typeof inner === 'string') return stable(inner);
    if (typeof inner === 'number') return stable(String(inner)) === String(inner) ? inner : '<time>';
    if (Array.isArray(inner)) return inner.map(copy);
    if (typeof inner !== 'object' || inner === null) return inner;
    const named = new Map<string, unknown[]>();
    for (const [name, one] of Object.entries(inner)) {
      const same = named.get(stable(name));
      if (same === undefined) named.set(stable(name), [copy(one)]);
      else same.push(copy(one));
    }
    // Those whose names are drawn by chance have no order of their own.
    const fields = [...named].map(([name, same]) => [name, same.length === 1 ? same[0] : sorted(same)] as const);
    return Object.fromEntries(fields);
  };
  return copy(value);
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

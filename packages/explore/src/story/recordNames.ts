import type { Records } from '../running/runOptions.ts';

/** Names records by their place among those of a run: `record 2`, `records 1–3`, `records 1, 4 and 6`. */
export function recordNames(records: Records, sequenceNumbers: readonly string[]): string {
  const places = [...new Set(sequenceNumbers)]
    .map((number) => records.findIndex((record) => record.dynamodb?.SequenceNumber === number) + 1)
    .filter((place) => place > 0)
    .toSorted((a, b) => a - b);
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return 'no record';
  if (places.length === 1) return `record ${first}`;
  if (last - first === places.length - 1) return `records ${first}–${last}`;
  return `records ${places.slice(0, -1).join(', ')} and ${last}`;
}

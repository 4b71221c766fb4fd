const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** A duration for people, its two largest units: `350 ms`, `4.2 s`, `3 min 20 s`, `23 h 58 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const largest = units.findIndex(([, size]) => ms >= size);
  const [unit, size] = units[largest] ?? units[2];
  const [nextUnit, nextSize] = units[largest + 1] ?? (['s', 1000] as const);
  const rest = Math.floor((ms % size) / nextSize);
  return `${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${nextUnit}` : ''}`;
}

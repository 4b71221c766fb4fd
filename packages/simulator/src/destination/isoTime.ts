/** Epoch milliseconds as `2026-09-17T13:29:12.967Z`. */
export function isoMilliseconds(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Epoch milliseconds as `2026-09-17T13:29:12Z`: whole seconds, as DynamoDB's arrival times and windows have (S39, S46). */
export function isoSeconds(epochMs: number): string {
  return `${isoMilliseconds(epochMs).slice(0, 19)}Z`;
}

/** S39: the parts of an S3 key, `2026/09/17` and `2026-09-17T13.29.12`. */
export function keyTimes(epochMs: number): { readonly day: string; readonly second: string } {
  const iso = isoMilliseconds(epochMs);
  return { day: iso.slice(0, 10).replaceAll('-', '/'), second: iso.slice(0, 19).replaceAll(':', '.') };
}

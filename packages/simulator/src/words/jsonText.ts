/** JSON of what is delivered as it was given: a bigint, which JSON has not, is its digits. Throws for what holds itself. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
  }
}

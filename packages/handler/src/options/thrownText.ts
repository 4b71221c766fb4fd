/** What was thrown, as a text of at most 99 characters. */
export function thrownText(thrown: unknown): string {
  try {
    return String(thrown).slice(0, 99);
  } catch {
    return 'an object'; // Such as an object without a prototype.
  }
}

/**
 * A text as it begins a sentence: with a capital.
 *
 * @internal For the packages of millrace.
 */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Line breaks escaped, long text cut: a line stays a line. */
export function oneLine(text: string): string {
  const flat = text.replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return flat.length > 160 ? `${flat.slice(0, 159)}…` : flat;
}

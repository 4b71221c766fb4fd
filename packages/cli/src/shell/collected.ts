/** The values of an option that may be repeated. A default that commander knows of would stand in the help, as `[]`. */
export function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

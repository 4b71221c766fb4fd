const mostCharacters = 100;

/** The argument of a matcher as its message repeats it: JSON, cut where it is long; nothing for none. */
export function argumentText(argument: unknown): string {
  const text = argument === undefined ? '' : JSON.stringify(argument);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

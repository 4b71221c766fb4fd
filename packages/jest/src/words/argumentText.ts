const mostCharacters = 100;

/** The argument of a matcher as its message repeats it: JSON, cut where it is long; nothing for none. */
export function argumentText(argument: unknown): string {
  const text = argument === undefined ? '' : (jsonOf(argument) ?? nameOf(argument));
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

function nameOf(argument: unknown): string {
  if (typeof argument === 'function') return 'a function';
  return typeof argument === 'object' && argument !== null ? 'an object' : String(argument);
}

/** JSON has no NaN, no bigint and no function; a circular object has no JSON. */
function jsonOf(argument: unknown): string | undefined {
  if (typeof argument === 'number') return undefined;
  try {
    return JSON.stringify(argument);
  } catch {
    return undefined;
  }
}

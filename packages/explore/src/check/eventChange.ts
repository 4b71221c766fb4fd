/** Where two events differ first, as a path; `undefined` when they are the same. */
export function eventChange(before: unknown, after: unknown, path = 'event'): string | undefined {
  if (Object.is(before, after)) return undefined;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return path;
  const left = before as Readonly<Record<string, unknown>>;
  const right = after as Readonly<Record<string, unknown>>;
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) return `${path}.length`;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!(key in left) || !(key in right)) return `${path}.${key}`;
    const found = eventChange(left[key], right[key], /^\d+$/.test(key) ? `${path}[${key}]` : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value that the source of a mapping leaves open, in the place where the value would be. */
export class OpenValue {
  /** The parameters (variables, options) that would give it. Those alone, unless there is a reason. */
  readonly parameters: readonly string[];
  /** Why no parameter would: `an export of another stack`. */
  readonly reason: string | undefined;

  constructor(parameters: readonly string[], reason?: string) {
    this.parameters = parameters;
    this.reason = reason;
  }
}

/** The value, or what it is open for: the first reason among the parts, and the parameters of all of them. */
export function openAmong(parts: Iterable<unknown>): OpenValue | undefined {
  const parameters = new Set<string>();
  let reason: string | undefined;
  let isOpen = false;
  for (const part of parts) {
    if (!(part instanceof OpenValue)) continue;
    isOpen = true;
    reason ??= part.reason;
    for (const name of part.parameters) parameters.add(name);
  }
  return isOpen ? new OpenValue([...parameters], reason) : undefined;
}

/** The same, of a value and all that is within it. */
export function openIn(value: unknown): OpenValue | undefined {
  if (value instanceof OpenValue) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return openAmong(Object.values(value).map((inner) => openIn(inner)));
}

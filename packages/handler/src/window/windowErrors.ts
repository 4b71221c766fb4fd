import { HandlerError } from '../options/handlerError.ts';

/** The most bytes of JSON that Lambda carries from call to call (S52; how AWS counts exactly is unknown). */
export const maxStateBytes = 1_048_576;

/** Says that a state cannot be read, or would not survive. Lambda repeats the batch; nothing is counted wrongly. */
export class WindowStateError extends HandlerError<'WindowStateError'> {
  declare readonly found: unknown;

  constructor(what: string, found: unknown, options?: ErrorOptions) {
    super('WindowStateError', `${what}: ${describe(found)}.`, { found }, options);
  }
}

/** Says that a state is over the limit and the definition wants that to fail. */
export class StateTooLargeError extends HandlerError<'StateTooLargeError'> {
  declare readonly stateBytes: number;
  declare readonly maxBytes: number;

  constructor(stateBytes: number) {
    super('StateTooLargeError', tooLarge(stateBytes), { stateBytes, maxBytes: maxStateBytes });
  }
}

/** What to say of a state that is near the limit or over it. */
export function tooLarge(bytes: number): string {
  return (
    `The state has ${bytes} bytes; over ${maxStateBytes} Lambda ends the window early. ` +
    'Keep less in it, pass compact, or choose a smaller TumblingWindowInSeconds.'
  );
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value); // JSON has neither NaN nor Infinity.
  if (typeof value === 'bigint') return `the bigint ${value}`;
  if (typeof value !== 'object' || value === null || isPlain(value)) {
    return (JSON.stringify(value) ?? typeof value).slice(0, 200);
  }
  return `a ${value.constructor.name}`;
}

/** Says whether a value is an object as JSON makes them. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // That of an object of another realm, such as a Jest test, has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const brand = Symbol.for('@millrace/handler/error');

/**
 * What the errors of this package have in common: a literal `code`, which is also the name, and the data as fields.
 * They are recognised by a brand and not by their class: a program may hold the package twice.
 */
export class HandlerError<Code extends string> extends Error {
  declare readonly code: Code;

  constructor(code: Code, message: string, data?: object, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, { name: code, code }, data);
  }

  get [brand](): Code {
    return this.code;
  }
}

/**
 * Says whether something thrown is an error of this package with this code, from whichever copy (ESM beside CJS).
 *
 * @example
 * if (isHandlerError(error, 'BatchFailedError')) console.log(error.cause);
 */
export function isHandlerError<const Code extends string>(error: unknown, code: Code): error is HandlerError<Code> {
  return (error as { readonly [brand]?: unknown } | null | undefined)?.[brand] === code;
}

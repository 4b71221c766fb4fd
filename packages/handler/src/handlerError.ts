const brand = Symbol.for('@millrace/handler/error');

/**
 * What the errors of this package have in common: a literal `code`, which is also the name, and the data as fields.
 * They are recognised by a brand and not by their class: a program may hold the package twice (ESM and CJS).
 */
export class HandlerError<Code extends string> extends Error {
  declare readonly code: Code;

  constructor(code: Code, message: string, data?: object, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, { name: code, code }, data);
    Object.defineProperty(this, brand, { value: code });
  }
}

/** Says whether something thrown is an error of this package with this code, from whichever copy. */
export function hasCode(error: unknown, code: string): boolean {
  return (error as { readonly [brand]?: unknown } | null | undefined)?.[brand] === code;
}
